-- MySQL dump 10.13  Distrib 8.4.0
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `album`;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE `album` (
  `album_id` int unsigned NOT NULL AUTO_INCREMENT,
  `artist_id` int unsigned DEFAULT NULL,
  `title` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'it\'s' COMMENT 'what; it is called',
  `genre` enum('rock','jazz') NOT NULL DEFAULT 'rock',
  `sold` tinyint(1) NOT NULL DEFAULT '0',
  `price` decimal(10,2) unsigned DEFAULT '0.00',
  `made` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  `token` binary(16) DEFAULT (uuid_to_bin(uuid())),
  `slug` varchar(80) GENERATED ALWAYS AS (lower(`title`)) VIRTUAL,
  `place` point NOT NULL /*!80003 SRID 4326 */,
  `doc` json DEFAULT NULL,
  PRIMARY KEY (`album_id`),
  UNIQUE KEY `album_title` (`title`(20) DESC,`artist_id`) USING BTREE COMMENT 'once each',
  KEY `album_artist` (`artist_id`),
  KEY `album_lower` ((lower(`title`))) /*!80000 INVISIBLE */,
  FULLTEXT KEY `album_words` (`title`) WITH PARSER ngram,
  SPATIAL KEY `album_place` (`place`),
  CONSTRAINT `album_artist_fk` FOREIGN KEY (`artist_id`) REFERENCES `artist` (`artist_id`) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT `album_chk_1` CHECK ((`price` between 0 and 100)) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=DYNAMIC COMMENT='records'
/*!50100 PARTITION BY HASH (album_id) PARTITIONS 4 */;
CREATE TABLE artist (
  artist_id INT UNSIGNED NOT NULL,
  name VARCHAR(100) NOT NULL UNIQUE,
  country CHAR(2) REFERENCES country(code),
  WIBBLE WOBBLE
) ENGINE=MyISAM;
ALTER TABLE `artist` ADD PRIMARY KEY (`artist_id`), ADD KEY `artist_name` (`name`), MODIFY `artist_id` int unsigned NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=3;
LOCK TABLES `artist` WRITE;
INSERT INTO `artist` VALUES (1,'a;b','DE');
UNLOCK TABLES;
DELIMITER ;;
CREATE DEFINER=`root`@`localhost` TRIGGER `album_bi` BEFORE INSERT ON `album` FOR EACH ROW BEGIN
  IF NEW.price < 0 THEN SET NEW.price = 0; END IF;
END ;;
DELIMITER ;
CREATE PROCEDURE p() BEGIN CASE WHEN 1 THEN SELECT 1; ELSE SELECT 2; END CASE; END;
CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `cheap` AS select 1;
RENAME TABLE artist TO musician;
