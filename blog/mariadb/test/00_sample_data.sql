-- Sample data: rows in the designed ratios, which every constraint and trigger accepts. For an empty database:
-- mariadb DATABASE < 00_sample_data.sql. All of it or nothing.
-- A test database is marked once, when it is made: create database NAME_is_test, beside it.

start transaction;

-- Refuses a database that is not marked as a test
create temporary table guard (marked int, constraint this_database_is_not_marked_as_a_test check (marked > 0));

insert into guard select count(*) from information_schema.schemata where schema_name = concat(database(), '_is_test');

drop temporary table guard;

insert into authors (author_id, created_at, email, display_name, bio, public_id) values
  (1, timestamp(utc_date() - interval 3532 day, '02:16:58.883000'), 'rosa.weber1@example.org', 'Rafael Becker', 'The narrow crystal failed near the drum. The simple glass failed near the kettle. The tall marble arrived near the silver.', '00d45edf-ec01-717e-bda5-3346765cfa3e'),
  (2, timestamp(utc_date() - interval 3415 day, '19:48:24.921000'), 'nils.hansen2@example.org', 'Fatima Garcia', 'The autumn engine passed near the engine. The brave wool failed near the water. The thin desk passed near the candle.', '00d45edf-ec02-77b7-bdb2-ad9aabe4d9f0'),
  (3, timestamp(utc_date() - interval 3297 day, '13:19:50.958000'), 'rosa.khan3@example.org', 'Marek Dubois', 'The bright leather closed near the candle. The south engine began near the ocean.', '00d45edf-ec03-738a-9b53-727def3a8c09'),
  (4, timestamp(utc_date() - interval 3179 day, '06:51:16.995000'), 'lars.singh4@example.org', 'Lars Tanaka', 'The fair silver worked near the lantern. The brave candle returned near the window. The even wire closed near the shelf.', '00d45edf-ec04-74de-bba7-62fea344ff2d'),
  (5, timestamp(utc_date() - interval 3061 day, '00:22:43.032000'), 'sami.kaya5@example.org', 'Marek Moreau', 'The brave bridge remained near the lens. The fair basket opened near the island. The clear kettle closed near the feather.', '00d45edf-ec05-78d6-957b-357cfe03016f'),
  (6, timestamp(utc_date() - interval 2944 day, '17:54:09.069000'), 'jana.kaya6@example.org', 'Sofia Rossi', null, '00d45edf-ec06-77c0-b593-413682cf7ccd'),
  (7, timestamp(utc_date() - interval 2826 day, '11:25:35.107000'), 'petra.alvarez7@example.org', 'Ada Kowal', null, '00d45edf-ec07-72f4-9f0e-35281e907b32'),
  (8, timestamp(utc_date() - interval 2708 day, '04:57:01.144000'), 'sara.ito8@example.org', 'Bela Yilmaz', 'The south harbor closed near the morning. The slow table returned near the crystal.', '00d45edf-ec08-7fa5-ac38-9aa4ef12de9e'),
  (9, timestamp(utc_date() - interval 2591 day, '22:28:27.181000'), 'elif.diaz9@example.org', 'Dana Singh', null, '00d45edf-ec09-747a-a1df-add5ad30d539'),
  (10, timestamp(utc_date() - interval 2473 day, '15:59:53.218000'), 'fatima.kaya10@example.org', 'Vera Dubois', 'The even sponge helped near the cotton. The brave planet began near the planet. The calm feather worked near the ladder.', '00d45edf-ec0a-7416-a6d8-45e9b461bea3'),
  (11, timestamp(utc_date() - interval 2355 day, '09:31:19.255000'), 'dario.hansen11@example.org', 'Mira Santos', 'The north basket opened near the glass. The long glass remained near the timber.', '00d45edf-ec0b-75ff-8e76-4da48c70c670'),
  (12, timestamp(utc_date() - interval 2237 day, '03:02:45.293000'), 'bela.mensah12@example.org', 'Eva Yilmaz', null, '00d45edf-ec0c-7163-898b-6d8b1fc47397'),
  (13, timestamp(utc_date() - interval 2120 day, '20:34:11.330000'), 'maja.garcia13@example.org', 'Nils Dubois', null, '00d45edf-ec0d-7301-9504-40d51fadcf99'),
  (14, timestamp(utc_date() - interval 2002 day, '14:05:37.367000'), 'dario.varga14@example.org', 'Dario Ito', 'The lively glass improved near the paper. The new canvas failed near the winter. The golden water closed near the water. The steady timber lasted near the lens.', '00d45edf-ec0e-7c92-9113-2bf5e6af584c'),
  (15, timestamp(utc_date() - interval 1884 day, '07:37:03.404000'), 'joao.moreau15@example.org', 'Chen Tanaka', 'The red water stopped near the wire. The new velvet passed near the paper. The broad stone failed near the mirror.', '00d45edf-ec0f-7866-b93d-6a2187e42e94'),
  (16, timestamp(utc_date() - interval 1766 day, '01:08:29.441000'), 'rafael.tanaka16@example.org', 'Ana Costa', null, '00d45edf-ec10-7f86-92e4-dfc82a51f55f'),
  (17, timestamp(utc_date() - interval 1649 day, '18:39:55.479000'), 'ana.novak17@example.org', 'Paula Diaz', 'The tall sail passed near the marble. The common canvas helped near the pencil. The tall valley opened near the glass. The tall shelf passed near the window.', '00d45edf-ec11-77dd-b2ec-af43aa36ae19'),
  (18, timestamp(utc_date() - interval 1531 day, '12:11:21.516000'), 'dana.rossi18@example.org', 'Luca Nagy', 'The lively copper stopped near the tower. The early shelf arrived near the cotton. The fine candle opened near the timber.', '00d45edf-ec12-7a31-865d-5b7771489dd4'),
  (19, timestamp(utc_date() - interval 1413 day, '05:42:47.553000'), 'yara.olsen19@example.org', 'Ivan Kaya', 'The fair kettle started near the forest. The slow tower failed near the hammer. The common pillar opened near the field.', '00d45edf-ec13-7707-8619-9fcc517afec5'),
  (20, timestamp(utc_date() - interval 1296 day, '23:14:13.590000'), 'paula.santos20@example.org', 'Paula Kowal', 'The bright carpet started near the anchor. The heavy wool failed near the morning. The lively field improved near the feather.', '00d45edf-ec14-780f-a002-070b78287996'),
  (21, timestamp(utc_date() - interval 1178 day, '16:45:39.627000'), 'joao.mensah21@example.org', 'Petra Dubois', 'The gentle glass started near the table. The steady candle closed near the storm. The light anchor improved near the stone.', '00d45edf-ec15-7dac-812c-e2a3099ec4ab'),
  (22, timestamp(utc_date() - interval 1060 day, '10:17:05.665000'), 'olga.mensah22@example.org', 'Nadia Andersen', 'The new hammer improved near the glass. The ancient meadow opened near the meadow. The bright tower opened near the engine.', '00d45edf-ec16-7b99-bb9e-9f7aaf72bbc4'),
  (23, timestamp(utc_date() - interval 942 day, '03:48:31.702000'), 'mei.rossi23@example.org', 'Yara Kowal', 'The wide copper started near the pillar. The sweet pencil started near the tower.', '00d45edf-ec17-7953-8f90-15b9f9be82e5'),
  (24, timestamp(utc_date() - interval 825 day, '21:19:57.739000'), 'rafael.jansen24@example.org', 'Ana Costa', null, '00d45edf-ec18-7d4d-804f-4cf8a2511c80'),
  (25, timestamp(utc_date() - interval 707 day, '14:51:23.776000'), 'elif.okafor25@example.org', 'Yara Petrov', 'The red drum lasted near the cotton. The sweet planet failed near the timber.', '00d45edf-ec19-7c62-992e-bb2554491308'),
  (26, timestamp(utc_date() - interval 589 day, '08:22:49.813000'), 'tariq.becker26@example.org', 'Nadia Garcia', 'The tall paper improved near the glass. The bright feather closed near the lamp.', '00d45edf-ec1a-7f3c-b749-9e9e6d16627c'),
  (27, timestamp(utc_date() - interval 471 day, '01:54:15.851000'), 'kira.mensah27@example.org', 'Elif Patel', 'The soft pencil improved near the desk. The cold timber failed near the saddle. The red canvas started near the shelf. The thin wire returned near the paper.', '00d45edf-ec1b-7b29-aa5a-68ce9fe3fc9d'),
  (28, timestamp(utc_date() - interval 354 day, '19:25:41.888000'), 'nils.silva28@example.org', 'Hana Kim', null, '00d45edf-ec1c-7c58-a5c4-2996e1c43601'),
  (29, timestamp(utc_date() - interval 236 day, '12:57:07.925000'), 'eva.jansen29@example.org', 'Kira Kaya', 'The dark garden passed near the wool. The bright copper helped near the kettle.', '00d45edf-ec1d-7637-9250-efaffe0d75a7'),
  (30, timestamp(utc_date() - interval 118 day, '06:28:33.962000'), 'nora.yilmaz30@example.org', 'Ines Costa', 'The short storm opened near the harbor. The strong harbor returned near the wire. The small leather opened near the stone.', '00d45edf-ec1e-7dfa-a9f9-a1a20443f5f6');

insert into tags (tag_id, slug, name) values
  (1, 'wide-basket-1', 'Ancient carpet 1'),
  (2, 'golden-copper-2', 'Brave water 2'),
  (3, 'little-tower-3', 'Fine forest 3');

insert into posts (post_id, author_id, published_at, created_at, updated_at, slug, title, excerpt, body, status, public_id, version, idempotency_key) values
  (1, 7, null, timestamp(utc_date() - interval 1767 day, '20:14:05.347000'), timestamp(utc_date() - interval 1767 day, '21:59:05.347000'), 'solid-storm-1', 'Strong feather of the quiet mirror', null, 'The open velvet failed near the shelf.', 'draft', '00d45edf-ec01-7e74-9ca7-579060bba7b7', 307, '2c925518-57fa-4e3c-8c3b-6d9b85db94ff'),
  (2, 25, timestamp(utc_date() - interval 1708 day, '16:55:07.169000'), timestamp(utc_date() - interval 1708 day, '17:55:07.169000'), timestamp(utc_date() - interval 1708 day, '17:25:07.169000'), 'dark-winter-2', 'Simple garden of the old copper', 'The narrow basket lasted near the wire.', 'The simple paper closed near the pencil.', 'draft', '00d45edf-ec02-75da-b409-4fab841cee10', 651, 'c4468dc8-e59d-4a59-96df-fa8db1ea5246'),
  (3, 24, timestamp(utc_date() - interval 1649 day, '13:51:08.991000'), timestamp(utc_date() - interval 1649 day, '14:51:08.991000'), timestamp(utc_date() - interval 1649 day, '14:21:08.991000'), 'old-planet-3', 'Warm saddle of the fair paper', 'The dark winter failed near the copper.', 'The small island moved near the paper.', 'draft', '00d45edf-ec03-7c62-bdb6-0516c1e56915', 830, '0e4cdb83-7083-429a-9b3a-8a007a222115'),
  (4, 9, timestamp(utc_date() - interval 1590 day, '10:47:10.812000'), timestamp(utc_date() - interval 1590 day, '11:17:10.812000'), timestamp(utc_date() - interval 1590 day, '11:17:10.812000'), 'hollow-marble-4', 'Green stone of the common paper', null, 'The new lantern started near the drum.', 'archived', '00d45edf-ec04-70f4-acfe-580461e8f675', 202, 'bb1b805c-7c4b-459d-b42d-876b056772d8'),
  (5, 24, timestamp(utc_date() - interval 1531 day, '07:43:12.634000'), timestamp(utc_date() - interval 1531 day, '07:58:12.634000'), timestamp(utc_date() - interval 1531 day, '08:43:12.634000'), 'brave-forest-5', 'Old storm of the cold stone', 'The wide field began near the anchor.', 'The small stone remained near the shelf.', 'archived', '00d45edf-ec05-7a02-b524-9285dd9ac761', 335, '3c043ce2-5d13-4699-96c2-37b5fe4c8cd1'),
  (6, 21, timestamp(utc_date() - interval 1472 day, '04:39:14.456000'), timestamp(utc_date() - interval 1472 day, '05:09:14.456000'), timestamp(utc_date() - interval 1472 day, '06:09:14.456000'), 'old-sail-6', 'Steady valley of the warm cotton', 'The deep window began near the glass.', 'The small copper worked near the lantern.', 'in_review', '00d45edf-ec06-74c6-8b67-14c8d6a41811', 37, 'd7dc4063-bdb0-4045-b32c-a2e47ee969ab'),
  (7, 3, timestamp(utc_date() - interval 1413 day, '01:35:16.278000'), timestamp(utc_date() - interval 1413 day, '01:50:16.278000'), timestamp(utc_date() - interval 1413 day, '03:05:16.278000'), 'coarse-lens-7', 'Green pillar of the dark storm', 'The quiet valley opened near the bridge.', 'The cold lens worked near the anchor.', 'draft', '00d45edf-ec07-72a3-a7cc-6a233ac2804d', 16, '626010b7-edf8-48f8-88e3-e7ad09a6b882'),
  (8, 5, timestamp(utc_date() - interval 1355 day, '22:31:18.099000'), timestamp(utc_date() - interval 1355 day, '23:16:18.099000'), timestamp(utc_date() - interval 1355 day, '23:01:18.099000'), 'heavy-anchor-8', 'Ancient saddle of the strong wire', 'The gentle shelf opened near the glass.', 'The even carpet moved near the engine.', 'in_review', '00d45edf-ec08-7352-9113-cbecb371056c', 743, '33175289-ee50-43f7-ba12-b8d35f7530ff'),
  (9, 23, timestamp(utc_date() - interval 1296 day, '19:27:19.921000'), timestamp(utc_date() - interval 1296 day, '19:42:19.921000'), timestamp(utc_date() - interval 1296 day, '21:27:19.921000'), 'pale-silver-9', 'Narrow stone of the bright stone', 'The coarse water lasted near the basket.', 'The small stone returned near the hammer.', 'in_review', '00d45edf-ec09-7103-a946-800765717f0e', 566, 'dd04cf72-0b9f-42c9-b71f-2827a51c6541'),
  (10, 29, null, timestamp(utc_date() - interval 1237 day, '17:08:21.743000'), timestamp(utc_date() - interval 1237 day, '18:23:21.743000'), 'strong-feather-10', 'Small island of the bold winter', 'The even sponge returned near the pillar.', 'The fine engine passed near the candle.', 'draft', '00d45edf-ec0a-7e31-b5ac-fb095dc3336f', 595, '5bc6be8b-504d-4f2d-8265-9248a2d77289'),
  (11, 28, timestamp(utc_date() - interval 1178 day, '13:19:23.565000'), timestamp(utc_date() - interval 1178 day, '13:49:23.565000'), timestamp(utc_date() - interval 1178 day, '15:19:23.565000'), 'brave-lens-11', 'Calm morning of the thin marble', null, 'The early meadow started near the wire.', 'draft', '00d45edf-ec0b-7d0a-975e-4ba0b7fa24dc', 257, 'a91f2a0e-0dbd-4821-b37e-a9049dd11f22'),
  (12, 15, timestamp(utc_date() - interval 1119 day, '10:15:25.386000'), timestamp(utc_date() - interval 1119 day, '10:45:25.386000'), timestamp(utc_date() - interval 1119 day, '11:45:25.386000'), 'fresh-timber-12', 'Even basket of the thin velvet', null, 'The even wire failed near the island.', 'in_review', '00d45edf-ec0c-77c6-8b6c-137a511e3793', 259, '1a802ad7-883c-4b6a-a1df-9f518abef104'),
  (13, 3, timestamp(utc_date() - interval 1060 day, '07:11:27.208000'), timestamp(utc_date() - interval 1060 day, '07:26:27.208000'), timestamp(utc_date() - interval 1060 day, '08:41:27.208000'), 'brave-wire-13', 'Spare harbor of the young sail', 'The little tower returned near the meadow.', 'The old engine helped near the tower.', 'draft', '00d45edf-ec0d-723b-8681-ba17c139c7e3', 226, '19509578-5bd4-4215-9947-74047a6bc062'),
  (14, 5, timestamp(utc_date() - interval 1001 day, '04:07:29.030000'), timestamp(utc_date() - interval 1001 day, '04:37:29.030000'), timestamp(utc_date() - interval 1001 day, '06:07:29.030000'), 'simple-desk-14', 'Green lantern of the red island', null, 'The hollow lamp passed near the mirror.', 'published', '00d45edf-ec0e-725b-aead-1cce50604651', 171, '83214160-8145-4fc2-ae3c-701549364f1e'),
  (15, 25, null, timestamp(utc_date() - interval 942 day, '02:03:30.852000'), timestamp(utc_date() - interval 942 day, '02:33:30.852000'), 'gentle-garden-15', 'Narrow glass of the light window', 'The bright shelf remained near the ladder.', 'The hollow harbor opened near the valley.', 'draft', '00d45edf-ec0f-794f-8fa3-a78f089868bf', 729, '06fd2262-7e74-4a5b-8c9b-623a1a547fc0'),
  (16, 18, timestamp(utc_date() - interval 884 day, '21:59:32.673000'), timestamp(utc_date() - interval 884 day, '22:29:32.673000'), timestamp(utc_date() - interval 884 day, '22:59:32.673000'), 'dark-island-16', 'Little pillar of the calm engine', null, 'The common ocean started near the ladder.', 'in_review', '00d45edf-ec10-7f3c-9a00-1cc5dafb1ef2', 772, '847a1777-5a5c-4115-a27f-b8ec22a3d563'),
  (17, 2, timestamp(utc_date() + interval 0 day, '00:00:00'), timestamp(utc_date() - interval 825 day, '19:10:34.495000'), timestamp(utc_date() - interval 825 day, '19:25:34.495000'), 'bold-harbor-17', 'Amber winter of the clear window', 'The clear storm worked near the carpet.', 'The gentle mirror began near the saddle.', 'published', '00d45edf-ec11-7c87-8974-c88b8ea0d3d4', 939, '7efb3623-9c8b-4463-a757-1337529e673a'),
  (18, 18, timestamp(utc_date() - interval 766 day, '15:51:36.317000'), timestamp(utc_date() - interval 766 day, '16:36:36.317000'), timestamp(utc_date() - interval 766 day, '16:51:36.317000'), 'ancient-stone-18', 'Open wool of the broad marble', 'The sweet planet arrived near the sponge.', 'The plain sponge failed near the field.', 'in_review', '00d45edf-ec12-789f-a6d9-72de5d3681d6', 416, 'dd28be47-4c58-4ea4-9f78-8c175c4ec44c'),
  (19, 18, null, timestamp(utc_date() - interval 707 day, '13:17:38.139000'), timestamp(utc_date() - interval 707 day, '13:47:38.139000'), 'broad-leather-19', 'Common pillar of the red shelf', 'The quiet meadow changed near the stone.', 'The quiet copper stopped near the marble.', 'archived', '00d45edf-ec13-7896-a8d3-8c07b9d00ed3', 123, 'b69568e5-d5dc-43e1-8133-9e37d39036b0'),
  (20, 2, null, timestamp(utc_date() - interval 648 day, '10:28:39.960000'), timestamp(utc_date() - interval 648 day, '10:13:39.960000'), 'red-winter-20', 'Small feather of the short engine', null, 'The light glass stopped near the engine.', 'archived', '00d45edf-ec14-7bf2-b79c-401ed5a99119', 292, 'e63412be-ec56-43cc-8317-9c37a51d9085'),
  (21, 10, timestamp(utc_date() + interval 0 day, '00:00:00'), timestamp(utc_date() - interval 589 day, '06:54:41.782000'), timestamp(utc_date() - interval 589 day, '08:39:41.782000'), 'early-valley-21', 'Brave timber of the hollow stone', 'The gentle storm passed near the kettle.', 'The early canvas failed near the feather.', 'published', '00d45edf-ec15-737f-bd99-c7a1385fa7e8', 112, '81d9416f-0339-4b67-9448-29a91364cf49'),
  (22, 24, timestamp(utc_date() + interval 0 day, '00:00:00'), timestamp(utc_date() - interval 530 day, '04:35:43.604000'), timestamp(utc_date() - interval 530 day, '05:35:43.604000'), 'quiet-ocean-22', 'Early morning of the common meadow', 'The cold anchor changed near the silver.', 'The plain silver improved near the carpet.', 'published', '00d45edf-ec16-70d3-9052-d3bca8bf0796', 982, '6ae07960-b3ea-4b6c-9e4f-5afde525e5b1'),
  (23, 6, null, timestamp(utc_date() - interval 471 day, '01:16:45.426000'), timestamp(utc_date() - interval 471 day, '01:31:45.426000'), 'north-lamp-23', 'Little ocean of the amber wool', null, 'The red leather returned near the anchor.', 'in_review', '00d45edf-ec17-720b-b0bb-05b57079a449', 691, '5d188000-9e31-4949-8978-aee1ccba86eb'),
  (24, 1, timestamp(utc_date() - interval 413 day, '21:27:47.247000'), timestamp(utc_date() - interval 413 day, '22:27:47.247000'), timestamp(utc_date() - interval 413 day, '23:27:47.247000'), 'quiet-candle-24', 'Red mirror of the brave hammer', null, 'The dark pillar lasted near the desk.', 'draft', '00d45edf-ec18-7770-8124-c2a0e056587b', 705, 'bb9cf5c7-d390-4b94-bef6-962a9e641d5d'),
  (25, 16, timestamp(utc_date() - interval 354 day, '18:23:49.069000'), timestamp(utc_date() - interval 354 day, '18:38:49.069000'), timestamp(utc_date() - interval 354 day, '19:23:49.069000'), 'ancient-drum-25', 'Long lens of the even valley', null, 'The heavy winter changed near the leather.', 'draft', '00d45edf-ec19-70f8-b8fb-0ba494480257', 484, '5e366874-2b9f-422f-bf5a-c11266a0bc21'),
  (26, 15, timestamp(utc_date() - interval 295 day, '15:19:50.891000'), timestamp(utc_date() - interval 295 day, '15:34:50.891000'), timestamp(utc_date() - interval 295 day, '16:49:50.891000'), 'tall-kettle-26', 'Clear copper of the north planet', 'The coarse copper arrived near the hammer.', 'The strong anchor lasted near the pillar.', 'published', '00d45edf-ec1a-7bfa-9bf9-c3823582bddf', 892, 'c6682f4a-f00d-4734-a268-7ce38f32e9e0'),
  (27, 26, null, timestamp(utc_date() - interval 236 day, '13:00:52.713000'), timestamp(utc_date() - interval 236 day, '13:15:52.713000'), 'gentle-violin-27', 'Slow sponge of the long cotton', 'The fair winter helped near the saddle.', 'The green violin began near the harbor.', 'in_review', '00d45edf-ec1b-7518-b055-8e39273f97a0', 879, 'a1036eb8-0bc9-4b59-9367-234605ca8afd'),
  (28, 3, timestamp(utc_date() - interval 177 day, '09:11:54.534000'), timestamp(utc_date() - interval 177 day, '09:56:54.534000'), timestamp(utc_date() - interval 177 day, '09:41:54.534000'), 'steady-timber-28', 'Simple valley of the plain violin', null, 'The sweet desk failed near the ocean.', 'draft', '00d45edf-ec1c-7966-bd1e-7c15a2f6ce08', 174, '5ebf992e-0f53-4f4e-abfe-8892c94de028'),
  (29, 5, timestamp(utc_date() - interval 118 day, '06:07:56.356000'), timestamp(utc_date() - interval 118 day, '06:52:56.356000'), timestamp(utc_date() - interval 118 day, '08:07:56.356000'), 'fine-violin-29', 'North crystal of the fine ocean', 'The hollow mirror opened near the morning.', 'The bold garden started near the storm.', 'draft', '00d45edf-ec1d-7225-9e97-f28b0ae56cfa', 683, '845cfe1b-2b1e-43a5-b94b-80c68995e221'),
  (30, 8, timestamp(utc_date() - interval 59 day, '03:03:58.178000'), timestamp(utc_date() - interval 59 day, '03:48:58.178000'), timestamp(utc_date() - interval 59 day, '03:33:58.178000'), 'little-storm-30', 'Fine violin of the cold meadow', null, 'The lively engine improved near the ocean.', 'draft', '00d45edf-ec1e-7dee-8e0f-a3d5408109a4', 657, '77202db0-70b8-4a16-b408-05c4a16e41f6');

insert into credentials (author_id, changed_at, password_hash) values
  (1, timestamp(utc_date() - interval 3422 day, '11:12:42.043000'), '$argon2id$v=19$m=19456,t=2,p=1$1af1bf9a3032cf6d48a6be75$06e3a72b4aaffb54c0e02b36843b49b8d7c6825c'),
  (2, timestamp(utc_date() - interval 3194 day, '13:39:51.240000'), '$argon2id$v=19$m=19456,t=2,p=1$0e6b5268da143325ad801545$c878f49a52a1df32688cbb348b12a6c1a84bdf16'),
  (3, timestamp(utc_date() - interval 2966 day, '16:07:00.437000'), '$argon2id$v=19$m=19456,t=2,p=1$edcc3e75849c05cdb462bcf6$28017af2da71fd1d9c41682438c5f09d54134d4f'),
  (4, timestamp(utc_date() - interval 2738 day, '18:34:09.635000'), '$argon2id$v=19$m=19456,t=2,p=1$2aad12694bed432728ceba45$72e63fc1b42f91f3a0f3cb9134b169ef30ac2e32'),
  (5, timestamp(utc_date() - interval 2510 day, '21:01:18.832000'), '$argon2id$v=19$m=19456,t=2,p=1$d948014c79d60f9f834fcd61$ab79489dd953e4db4cda4cae49d6b94f9adc776a'),
  (6, timestamp(utc_date() - interval 2282 day, '23:28:28.029000'), '$argon2id$v=19$m=19456,t=2,p=1$45777b5e2b921e12af80288b$c02fa04834a1937ca8268771cb44af96a4296535'),
  (7, timestamp(utc_date() - interval 2053 day, '01:55:37.226000'), '$argon2id$v=19$m=19456,t=2,p=1$657df5d70a56d5c501a33e50$aa22a607fe6640c7e85e1efc35b71d328a0d6996'),
  (8, timestamp(utc_date() - interval 1825 day, '04:22:46.423000'), '$argon2id$v=19$m=19456,t=2,p=1$f222fda3048497169df052f5$3050f2cca7fdbb8bcba4bf9a50037b54fc0fcf64'),
  (9, timestamp(utc_date() - interval 1597 day, '06:49:55.620000'), '$argon2id$v=19$m=19456,t=2,p=1$c8106abbd522add3963b8f3d$d14dfcbaf2553d03ac22a45816ab89f1399b5949'),
  (10, timestamp(utc_date() - interval 1369 day, '09:17:04.817000'), '$argon2id$v=19$m=19456,t=2,p=1$49be7a706bcb81f860bd2b63$aefabd0301cb446d351944e49205163e5cd80265'),
  (11, timestamp(utc_date() - interval 1141 day, '11:44:14.014000'), '$argon2id$v=19$m=19456,t=2,p=1$d24be2b789e92db000b2fb1d$5b361efce3b7d8f16f8f352c95243b0f34b5ce2a'),
  (12, timestamp(utc_date() - interval 913 day, '14:11:23.211000'), '$argon2id$v=19$m=19456,t=2,p=1$8d3b8a39ebbe025d478d7139$722571db164f87d0d6e7205adae5004981f3a33d'),
  (13, timestamp(utc_date() - interval 685 day, '16:38:32.408000'), '$argon2id$v=19$m=19456,t=2,p=1$abbce38d034cd78a75afdfbe$3ecb367851a6829f93d39aa4963c525215e0dec2'),
  (14, timestamp(utc_date() - interval 457 day, '19:05:41.605000'), '$argon2id$v=19$m=19456,t=2,p=1$9b3031a048c1778c24febdf3$6f4afc86a7876d11563d91f8a943541c8cd4d3c0'),
  (15, timestamp(utc_date() - interval 229 day, '21:32:50.802000'), '$argon2id$v=19$m=19456,t=2,p=1$eea6e64b48f35e2fc93f28f5$91d6e602cc37376b7073acc47d452674f02c4010');

insert into comments (comment_id, post_id, parent_id, created_at, author_name, author_email, body, status, ip_address) values
  (1, 4, null, timestamp(utc_date() - interval 1767 day, '20:48:53.693000'), 'Paula Kaya', 'farid.andersen1@example.org', 'The strong canvas passed near the ocean.', 'pending', '203.0.113.254'),
  (2, 1, null, timestamp(utc_date() - interval 1708 day, '17:43:15.903000'), 'Lars Alvarez', 'paula.ito2@example.org', 'The heavy canvas moved near the violin.', 'removed', '203.0.113.20'),
  (3, 2, 1, timestamp(utc_date() - interval 1649 day, '14:37:38.113000'), 'Ines Diaz', 'bruno.keller3@example.org', 'The young canvas failed near the sponge.', 'spam', '203.0.113.50'),
  (4, 10, 1, timestamp(utc_date() - interval 1590 day, '11:32:00.323000'), 'Maja Haddad', 'vera.diaz4@example.org', 'The slow shelf closed near the kettle.', 'removed', '203.0.113.138'),
  (5, 13, null, timestamp(utc_date() - interval 1531 day, '08:26:22.534000'), 'Jana Jansen', 'bela.garcia5@example.org', 'The quiet island opened near the river.', 'removed', '203.0.113.238'),
  (6, 2, null, timestamp(utc_date() - interval 1472 day, '05:20:44.744000'), 'Hugo Martin', 'luca.dubois6@example.org', 'The fair feather arrived near the candle.', 'removed', '203.0.113.128'),
  (7, 5, null, timestamp(utc_date() - interval 1413 day, '02:15:06.954000'), 'Eva Kim', 'chen.alvarez7@example.org', 'The fine meadow helped near the valley.', 'spam', '203.0.113.160'),
  (8, 1, 7, timestamp(utc_date() - interval 1355 day, '23:09:29.164000'), 'Paula Ito', 'petra.nagy8@example.org', 'The autumn copper improved near the desk.', 'spam', null),
  (9, 2, 8, timestamp(utc_date() - interval 1296 day, '20:03:51.374000'), 'Sara Suzuki', 'mei.khan9@example.org', 'The red hammer lasted near the table.', 'spam', '203.0.113.159'),
  (10, 10, null, timestamp(utc_date() - interval 1237 day, '16:58:13.585000'), 'Kaito Moreau', 'elif.ricci10@example.org', 'The brave stone remained near the tower.', 'spam', '203.0.113.47'),
  (11, 12, 4, timestamp(utc_date() - interval 1178 day, '13:52:35.795000'), 'Dana Diaz', 'hugo.rossi11@example.org', 'The strong saddle stopped near the ladder.', 'removed', '203.0.113.222'),
  (12, 2, 10, timestamp(utc_date() - interval 1119 day, '10:46:58.005000'), 'Lars Mensah', 'sara.jansen12@example.org', 'The grand water began near the desk.', 'removed', '203.0.113.39'),
  (13, 6, 1, timestamp(utc_date() - interval 1060 day, '07:41:20.215000'), 'Ivan Nagy', 'sami.novak13@example.org', 'The ancient copper lasted near the island.', 'removed', '203.0.113.100'),
  (14, 1, null, timestamp(utc_date() - interval 1001 day, '04:35:42.426000'), 'Nora Ito', 'nora.costa14@example.org', 'The hollow valley worked near the violin.', 'removed', '203.0.113.105'),
  (15, 22, 9, timestamp(utc_date() - interval 942 day, '01:30:04.636000'), 'Olga Suzuki', 'elif.haddad15@example.org', 'The open river changed near the drum.', 'pending', '203.0.113.149'),
  (16, 2, null, timestamp(utc_date() - interval 884 day, '22:24:26.846000'), 'Paula Kim', 'joao.olsen16@example.org', 'The thin morning moved near the candle.', 'removed', '203.0.113.177'),
  (17, 26, 16, timestamp(utc_date() - interval 825 day, '19:18:49.056000'), 'Hana Larsen', 'sara.lopez17@example.org', 'The red pencil stopped near the glass.', 'removed', '203.0.113.214'),
  (18, 16, 14, timestamp(utc_date() - interval 766 day, '16:13:11.267000'), 'Kaito Kim', 'rosa.suzuki18@example.org', 'The early crystal opened near the planet.', 'spam', '203.0.113.198'),
  (19, 5, null, timestamp(utc_date() - interval 707 day, '13:07:33.477000'), 'Farid Jansen', 'tomas.jansen19@example.org', 'The round stone worked near the field.', 'spam', null),
  (20, 12, 16, timestamp(utc_date() - interval 648 day, '10:01:55.687000'), 'Bruno Bauer', 'dana.abe20@example.org', 'The bold copper began near the violin.', 'spam', '203.0.113.80'),
  (21, 3, 20, timestamp(utc_date() - interval 589 day, '06:56:17.897000'), 'Amir Fischer', 'dana.suzuki21@example.org', 'The warm copper helped near the storm.', 'removed', null),
  (22, 2, 7, timestamp(utc_date() - interval 530 day, '03:50:40.107000'), 'Petra Kowal', 'vera.kaya22@example.org', 'The round forest improved near the forest.', 'spam', null),
  (23, 4, null, timestamp(utc_date() - interval 471 day, '00:45:02.318000'), 'Maja Petrov', 'farid.haddad23@example.org', 'The brave river closed near the timber.', 'spam', '203.0.113.229'),
  (24, 5, 19, timestamp(utc_date() - interval 413 day, '21:39:24.528000'), 'Bruno Keller', 'ivan.andersen24@example.org', 'The deep anchor passed near the copper.', 'removed', null),
  (25, 1, 1, timestamp(utc_date() - interval 354 day, '18:33:46.738000'), 'Dana Larsen', 'tariq.sato25@example.org', 'The little crystal improved near the river.', 'removed', null),
  (26, 16, 13, timestamp(utc_date() - interval 295 day, '15:28:08.948000'), 'Bruno Hansen', 'luca.ricci26@example.org', 'The new mirror passed near the crystal.', 'spam', '203.0.113.31'),
  (27, 3, 20, timestamp(utc_date() - interval 236 day, '12:22:31.159000'), 'Carla Olsen', 'kira.santos27@example.org', 'The broad storm improved near the velvet.', 'removed', '203.0.113.62'),
  (28, 6, null, timestamp(utc_date() - interval 177 day, '09:16:53.369000'), 'Lars Diaz', 'mei.becker28@example.org', 'The deep engine arrived near the cotton.', 'pending', null),
  (29, 12, null, timestamp(utc_date() - interval 118 day, '06:11:15.579000'), 'Omar Jansen', 'omar.moreau29@example.org', 'The small morning closed near the kettle.', 'removed', '203.0.113.121'),
  (30, 1, 25, timestamp(utc_date() - interval 59 day, '03:05:37.789000'), 'Emil Ito', 'nora.ito30@example.org', 'The deep timber stopped near the desk.', 'spam', null);

insert into post_tags (post_id, tag_id) values
  (28, 3),
  (1, 2),
  (1, 3),
  (1, 1),
  (20, 3),
  (10, 1),
  (13, 3),
  (28, 2),
  (13, 1),
  (3, 1),
  (3, 2),
  (7, 1),
  (5, 3),
  (28, 1),
  (25, 2),
  (5, 2),
  (7, 2),
  (10, 3),
  (11, 2),
  (16, 3),
  (4, 2),
  (18, 1),
  (17, 1),
  (3, 3),
  (5, 1),
  (9, 2),
  (2, 1),
  (15, 2),
  (6, 2),
  (19, 1);

commit;
