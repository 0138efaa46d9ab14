-- Sample data: rows in the designed ratios, which every constraint and trigger accepts. For an empty database:
-- sqlcmd -b -S SERVER -d NAME -i 00_sample_data.sql. All of it or nothing.
-- A test database is marked once: exec sys.sp_addextendedproperty N'is_test', N'yes';

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Refuses a database that is not marked as a test
if not exists (select 1 from sys.extended_properties where class = 0 and name = N'is_test')
  throw 50004, 'this database is not marked as a test', 1;

set identity_insert app.authors on;

insert into app.authors (author_id, created_at, email, display_name, bio, public_id) values
  (1, dateadd(second, 8218, cast(dateadd(day, -3532, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'rosa.weber1@example.org', 'Rafael Becker', 'The narrow crystal failed near the drum. The simple glass failed near the kettle. The tall marble arrived near the silver.', '00d45edf-ec01-717e-bda5-3346765cfa3e'),
  (2, dateadd(second, 71304, cast(dateadd(day, -3415, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'nils.hansen2@example.org', 'Fatima Garcia', 'The autumn engine passed near the engine. The brave wool failed near the water. The thin desk passed near the candle.', '00d45edf-ec02-77b7-bdb2-ad9aabe4d9f0'),
  (3, dateadd(second, 47990, cast(dateadd(day, -3297, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'rosa.khan3@example.org', 'Marek Dubois', 'The bright leather closed near the candle. The south engine began near the ocean.', '00d45edf-ec03-738a-9b53-727def3a8c09'),
  (4, dateadd(second, 24676, cast(dateadd(day, -3179, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'lars.singh4@example.org', 'Lars Tanaka', 'The fair silver worked near the lantern. The brave candle returned near the window. The even wire closed near the shelf.', '00d45edf-ec04-74de-bba7-62fea344ff2d'),
  (5, dateadd(second, 1363, cast(dateadd(day, -3061, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'sami.kaya5@example.org', 'Marek Moreau', 'The brave bridge remained near the lens. The fair basket opened near the island. The clear kettle closed near the feather.', '00d45edf-ec05-78d6-957b-357cfe03016f'),
  (6, dateadd(second, 64449, cast(dateadd(day, -2944, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'jana.kaya6@example.org', 'Sofia Rossi', null, '00d45edf-ec06-77c0-b593-413682cf7ccd'),
  (7, dateadd(second, 41135, cast(dateadd(day, -2826, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'petra.alvarez7@example.org', 'Ada Kowal', null, '00d45edf-ec07-72f4-9f0e-35281e907b32'),
  (8, dateadd(second, 17821, cast(dateadd(day, -2708, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'sara.ito8@example.org', 'Bela Yilmaz', 'The south harbor closed near the morning. The slow table returned near the crystal.', '00d45edf-ec08-7fa5-ac38-9aa4ef12de9e'),
  (9, dateadd(second, 80907, cast(dateadd(day, -2591, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'elif.diaz9@example.org', 'Dana Singh', null, '00d45edf-ec09-747a-a1df-add5ad30d539'),
  (10, dateadd(second, 57593, cast(dateadd(day, -2473, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'fatima.kaya10@example.org', 'Vera Dubois', 'The even sponge helped near the cotton. The brave planet began near the planet. The calm feather worked near the ladder.', '00d45edf-ec0a-7416-a6d8-45e9b461bea3'),
  (11, dateadd(second, 34279, cast(dateadd(day, -2355, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'dario.hansen11@example.org', 'Mira Santos', 'The north basket opened near the glass. The long glass remained near the timber.', '00d45edf-ec0b-75ff-8e76-4da48c70c670'),
  (12, dateadd(second, 10965, cast(dateadd(day, -2237, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'bela.mensah12@example.org', 'Eva Yilmaz', null, '00d45edf-ec0c-7163-898b-6d8b1fc47397'),
  (13, dateadd(second, 74051, cast(dateadd(day, -2120, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'maja.garcia13@example.org', 'Nils Dubois', null, '00d45edf-ec0d-7301-9504-40d51fadcf99'),
  (14, dateadd(second, 50737, cast(dateadd(day, -2002, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'dario.varga14@example.org', 'Dario Ito', 'The lively glass improved near the paper. The new canvas failed near the winter. The golden water closed near the water. The steady timber lasted near the lens.', '00d45edf-ec0e-7c92-9113-2bf5e6af584c'),
  (15, dateadd(second, 27423, cast(dateadd(day, -1884, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'joao.moreau15@example.org', 'Chen Tanaka', 'The red water stopped near the wire. The new velvet passed near the paper. The broad stone failed near the mirror.', '00d45edf-ec0f-7866-b93d-6a2187e42e94'),
  (16, dateadd(second, 4109, cast(dateadd(day, -1766, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'rafael.tanaka16@example.org', 'Ana Costa', null, '00d45edf-ec10-7f86-92e4-dfc82a51f55f'),
  (17, dateadd(second, 67195, cast(dateadd(day, -1649, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'ana.novak17@example.org', 'Paula Diaz', 'The tall sail passed near the marble. The common canvas helped near the pencil. The tall valley opened near the glass. The tall shelf passed near the window.', '00d45edf-ec11-77dd-b2ec-af43aa36ae19'),
  (18, dateadd(second, 43881, cast(dateadd(day, -1531, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'dana.rossi18@example.org', 'Luca Nagy', 'The lively copper stopped near the tower. The early shelf arrived near the cotton. The fine candle opened near the timber.', '00d45edf-ec12-7a31-865d-5b7771489dd4'),
  (19, dateadd(second, 20567, cast(dateadd(day, -1413, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'yara.olsen19@example.org', 'Ivan Kaya', 'The fair kettle started near the forest. The slow tower failed near the hammer. The common pillar opened near the field.', '00d45edf-ec13-7707-8619-9fcc517afec5'),
  (20, dateadd(second, 83653, cast(dateadd(day, -1296, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'paula.santos20@example.org', 'Paula Kowal', 'The bright carpet started near the anchor. The heavy wool failed near the morning. The lively field improved near the feather.', '00d45edf-ec14-780f-a002-070b78287996'),
  (21, dateadd(second, 60339, cast(dateadd(day, -1178, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'joao.mensah21@example.org', 'Petra Dubois', 'The gentle glass started near the table. The steady candle closed near the storm. The light anchor improved near the stone.', '00d45edf-ec15-7dac-812c-e2a3099ec4ab'),
  (22, dateadd(second, 37025, cast(dateadd(day, -1060, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'olga.mensah22@example.org', 'Nadia Andersen', 'The new hammer improved near the glass. The ancient meadow opened near the meadow. The bright tower opened near the engine.', '00d45edf-ec16-7b99-bb9e-9f7aaf72bbc4'),
  (23, dateadd(second, 13711, cast(dateadd(day, -942, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'mei.rossi23@example.org', 'Yara Kowal', 'The wide copper started near the pillar. The sweet pencil started near the tower.', '00d45edf-ec17-7953-8f90-15b9f9be82e5'),
  (24, dateadd(second, 76797, cast(dateadd(day, -825, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'rafael.jansen24@example.org', 'Ana Costa', null, '00d45edf-ec18-7d4d-804f-4cf8a2511c80'),
  (25, dateadd(second, 53483, cast(dateadd(day, -707, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'elif.okafor25@example.org', 'Yara Petrov', 'The red drum lasted near the cotton. The sweet planet failed near the timber.', '00d45edf-ec19-7c62-992e-bb2554491308'),
  (26, dateadd(second, 30169, cast(dateadd(day, -589, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'tariq.becker26@example.org', 'Nadia Garcia', 'The tall paper improved near the glass. The bright feather closed near the lamp.', '00d45edf-ec1a-7f3c-b749-9e9e6d16627c'),
  (27, dateadd(second, 6855, cast(dateadd(day, -471, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'kira.mensah27@example.org', 'Elif Patel', 'The soft pencil improved near the desk. The cold timber failed near the saddle. The red canvas started near the shelf. The thin wire returned near the paper.', '00d45edf-ec1b-7b29-aa5a-68ce9fe3fc9d'),
  (28, dateadd(second, 69941, cast(dateadd(day, -354, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'nils.silva28@example.org', 'Hana Kim', null, '00d45edf-ec1c-7c58-a5c4-2996e1c43601'),
  (29, dateadd(second, 46627, cast(dateadd(day, -236, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'eva.jansen29@example.org', 'Kira Kaya', 'The dark garden passed near the wool. The bright copper helped near the kettle.', '00d45edf-ec1d-7637-9250-efaffe0d75a7'),
  (30, dateadd(second, 23313, cast(dateadd(day, -118, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'nora.yilmaz30@example.org', 'Ines Costa', 'The short storm opened near the harbor. The strong harbor returned near the wire. The small leather opened near the stone.', '00d45edf-ec1e-7dfa-a9f9-a1a20443f5f6');

set identity_insert app.authors off;

set identity_insert app.tags on;

insert into app.tags (tag_id, slug, name) values
  (1, 'wide-basket-1', 'Ancient carpet 1'),
  (2, 'golden-copper-2', 'Brave water 2'),
  (3, 'little-tower-3', 'Fine forest 3');

set identity_insert app.tags off;

set identity_insert app.posts on;

insert into app.posts (post_id, author_id, published_at, created_at, updated_at, slug, title, excerpt, body, status, public_id, idempotency_key) values
  (1, 7, null, dateadd(second, 72845, cast(dateadd(day, -1767, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 79145, cast(dateadd(day, -1767, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'solid-storm-1', 'Strong feather of the quiet mirror', null, 'The open velvet failed near the shelf.', 'draft', '00d45edf-ec01-7e74-9ca7-579060bba7b7', '2c925518-57fa-4e3c-8c3b-6d9b85db94ff'),
  (2, 25, dateadd(second, 60907, cast(dateadd(day, -1708, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 64507, cast(dateadd(day, -1708, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 62707, cast(dateadd(day, -1708, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'dark-winter-2', 'Simple garden of the old copper', 'The narrow basket lasted near the wire.', 'The simple paper closed near the pencil.', 'draft', '00d45edf-ec02-75da-b409-4fab841cee10', 'c4468dc8-e59d-4a59-96df-fa8db1ea5246'),
  (3, 24, dateadd(second, 49868, cast(dateadd(day, -1649, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 53468, cast(dateadd(day, -1649, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 51668, cast(dateadd(day, -1649, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'old-planet-3', 'Warm saddle of the fair paper', 'The dark winter failed near the copper.', 'The small island moved near the paper.', 'draft', '00d45edf-ec03-7c62-bdb6-0516c1e56915', '0e4cdb83-7083-429a-9b3a-8a007a222115'),
  (4, 9, dateadd(second, 38830, cast(dateadd(day, -1590, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 40630, cast(dateadd(day, -1590, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 40630, cast(dateadd(day, -1590, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'hollow-marble-4', 'Green stone of the common paper', null, 'The new lantern started near the drum.', 'archived', '00d45edf-ec04-70f4-acfe-580461e8f675', 'bb1b805c-7c4b-459d-b42d-876b056772d8'),
  (5, 24, dateadd(second, 27792, cast(dateadd(day, -1531, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 28692, cast(dateadd(day, -1531, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 31392, cast(dateadd(day, -1531, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'brave-forest-5', 'Old storm of the cold stone', 'The wide field began near the anchor.', 'The small stone remained near the shelf.', 'archived', '00d45edf-ec05-7a02-b524-9285dd9ac761', '3c043ce2-5d13-4699-96c2-37b5fe4c8cd1'),
  (6, 21, dateadd(second, 16754, cast(dateadd(day, -1472, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 18554, cast(dateadd(day, -1472, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 22154, cast(dateadd(day, -1472, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'old-sail-6', 'Steady valley of the warm cotton', 'The deep window began near the glass.', 'The small copper worked near the lantern.', 'in_review', '00d45edf-ec06-74c6-8b67-14c8d6a41811', 'd7dc4063-bdb0-4045-b32c-a2e47ee969ab'),
  (7, 3, dateadd(second, 5716, cast(dateadd(day, -1413, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 6616, cast(dateadd(day, -1413, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 11116, cast(dateadd(day, -1413, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'coarse-lens-7', 'Green pillar of the dark storm', 'The quiet valley opened near the bridge.', 'The cold lens worked near the anchor.', 'draft', '00d45edf-ec07-72a3-a7cc-6a233ac2804d', '626010b7-edf8-48f8-88e3-e7ad09a6b882'),
  (8, 5, dateadd(second, 81078, cast(dateadd(day, -1355, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 83778, cast(dateadd(day, -1355, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 82878, cast(dateadd(day, -1355, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'heavy-anchor-8', 'Ancient saddle of the strong wire', 'The gentle shelf opened near the glass.', 'The even carpet moved near the engine.', 'in_review', '00d45edf-ec08-7352-9113-cbecb371056c', '33175289-ee50-43f7-ba12-b8d35f7530ff'),
  (9, 23, dateadd(second, 70039, cast(dateadd(day, -1296, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 70939, cast(dateadd(day, -1296, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 77239, cast(dateadd(day, -1296, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'pale-silver-9', 'Narrow stone of the bright stone', 'The coarse water lasted near the basket.', 'The small stone returned near the hammer.', 'in_review', '00d45edf-ec09-7103-a946-800765717f0e', 'dd04cf72-0b9f-42c9-b71f-2827a51c6541'),
  (10, 29, null, dateadd(second, 61701, cast(dateadd(day, -1237, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 66201, cast(dateadd(day, -1237, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'strong-feather-10', 'Small island of the bold winter', 'The even sponge returned near the pillar.', 'The fine engine passed near the candle.', 'draft', '00d45edf-ec0a-7e31-b5ac-fb095dc3336f', '5bc6be8b-504d-4f2d-8265-9248a2d77289'),
  (11, 28, dateadd(second, 47963, cast(dateadd(day, -1178, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 49763, cast(dateadd(day, -1178, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 55163, cast(dateadd(day, -1178, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'brave-lens-11', 'Calm morning of the thin marble', null, 'The early meadow started near the wire.', 'draft', '00d45edf-ec0b-7d0a-975e-4ba0b7fa24dc', 'a91f2a0e-0dbd-4821-b37e-a9049dd11f22'),
  (12, 15, dateadd(second, 36925, cast(dateadd(day, -1119, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 38725, cast(dateadd(day, -1119, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 42325, cast(dateadd(day, -1119, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'fresh-timber-12', 'Even basket of the thin velvet', null, 'The even wire failed near the island.', 'in_review', '00d45edf-ec0c-77c6-8b6c-137a511e3793', '1a802ad7-883c-4b6a-a1df-9f518abef104'),
  (13, 3, dateadd(second, 25887, cast(dateadd(day, -1060, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 26787, cast(dateadd(day, -1060, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 31287, cast(dateadd(day, -1060, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'brave-wire-13', 'Spare harbor of the young sail', 'The little tower returned near the meadow.', 'The old engine helped near the tower.', 'draft', '00d45edf-ec0d-723b-8681-ba17c139c7e3', '19509578-5bd4-4215-9947-74047a6bc062'),
  (14, 5, dateadd(second, 14849, cast(dateadd(day, -1001, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 16649, cast(dateadd(day, -1001, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 22049, cast(dateadd(day, -1001, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'simple-desk-14', 'Green lantern of the red island', null, 'The hollow lamp passed near the mirror.', 'published', '00d45edf-ec0e-725b-aead-1cce50604651', '83214160-8145-4fc2-ae3c-701549364f1e'),
  (15, 25, null, dateadd(second, 7410, cast(dateadd(day, -942, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 9210, cast(dateadd(day, -942, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'gentle-garden-15', 'Narrow glass of the light window', 'The bright shelf remained near the ladder.', 'The hollow harbor opened near the valley.', 'draft', '00d45edf-ec0f-794f-8fa3-a78f089868bf', '06fd2262-7e74-4a5b-8c9b-623a1a547fc0'),
  (16, 18, dateadd(second, 79172, cast(dateadd(day, -884, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 80972, cast(dateadd(day, -884, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 82772, cast(dateadd(day, -884, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'dark-island-16', 'Little pillar of the calm engine', null, 'The common ocean started near the ladder.', 'in_review', '00d45edf-ec10-7f3c-9a00-1cc5dafb1ef2', '847a1777-5a5c-4115-a27f-b8ec22a3d563'),
  (17, 2, dateadd(second, 0, cast(dateadd(day, 0, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 69034, cast(dateadd(day, -825, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 69934, cast(dateadd(day, -825, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'bold-harbor-17', 'Amber winter of the clear window', 'The clear storm worked near the carpet.', 'The gentle mirror began near the saddle.', 'published', '00d45edf-ec11-7c87-8974-c88b8ea0d3d4', '7efb3623-9c8b-4463-a757-1337529e673a'),
  (18, 18, dateadd(second, 57096, cast(dateadd(day, -766, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 59796, cast(dateadd(day, -766, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 60696, cast(dateadd(day, -766, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'ancient-stone-18', 'Open wool of the broad marble', 'The sweet planet arrived near the sponge.', 'The plain sponge failed near the field.', 'in_review', '00d45edf-ec12-789f-a6d9-72de5d3681d6', 'dd28be47-4c58-4ea4-9f78-8c175c4ec44c'),
  (19, 18, null, dateadd(second, 47858, cast(dateadd(day, -707, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 49658, cast(dateadd(day, -707, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'broad-leather-19', 'Common pillar of the red shelf', 'The quiet meadow changed near the stone.', 'The quiet copper stopped near the marble.', 'archived', '00d45edf-ec13-7896-a8d3-8c07b9d00ed3', 'b69568e5-d5dc-43e1-8133-9e37d39036b0'),
  (20, 2, null, dateadd(second, 37719, cast(dateadd(day, -648, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 36819, cast(dateadd(day, -648, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'red-winter-20', 'Small feather of the short engine', null, 'The light glass stopped near the engine.', 'archived', '00d45edf-ec14-7bf2-b79c-401ed5a99119', 'e63412be-ec56-43cc-8317-9c37a51d9085'),
  (21, 10, dateadd(second, 0, cast(dateadd(day, 0, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 24881, cast(dateadd(day, -589, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 31181, cast(dateadd(day, -589, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'early-valley-21', 'Brave timber of the hollow stone', 'The gentle storm passed near the kettle.', 'The early canvas failed near the feather.', 'published', '00d45edf-ec15-737f-bd99-c7a1385fa7e8', '81d9416f-0339-4b67-9448-29a91364cf49'),
  (22, 24, dateadd(second, 0, cast(dateadd(day, 0, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 16543, cast(dateadd(day, -530, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 20143, cast(dateadd(day, -530, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'quiet-ocean-22', 'Early morning of the common meadow', 'The cold anchor changed near the silver.', 'The plain silver improved near the carpet.', 'published', '00d45edf-ec16-70d3-9052-d3bca8bf0796', '6ae07960-b3ea-4b6c-9e4f-5afde525e5b1'),
  (23, 6, null, dateadd(second, 4605, cast(dateadd(day, -471, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 5505, cast(dateadd(day, -471, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'north-lamp-23', 'Little ocean of the amber wool', null, 'The red leather returned near the anchor.', 'in_review', '00d45edf-ec17-720b-b0bb-05b57079a449', '5d188000-9e31-4949-8978-aee1ccba86eb'),
  (24, 1, dateadd(second, 77267, cast(dateadd(day, -413, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 80867, cast(dateadd(day, -413, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 84467, cast(dateadd(day, -413, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'quiet-candle-24', 'Red mirror of the brave hammer', null, 'The dark pillar lasted near the desk.', 'draft', '00d45edf-ec18-7770-8124-c2a0e056587b', 'bb9cf5c7-d390-4b94-bef6-962a9e641d5d'),
  (25, 16, dateadd(second, 66229, cast(dateadd(day, -354, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 67129, cast(dateadd(day, -354, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 69829, cast(dateadd(day, -354, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'ancient-drum-25', 'Long lens of the even valley', null, 'The heavy winter changed near the leather.', 'draft', '00d45edf-ec19-70f8-b8fb-0ba494480257', '5e366874-2b9f-422f-bf5a-c11266a0bc21'),
  (26, 15, dateadd(second, 55190, cast(dateadd(day, -295, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 56090, cast(dateadd(day, -295, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 60590, cast(dateadd(day, -295, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'tall-kettle-26', 'Clear copper of the north planet', 'The coarse copper arrived near the hammer.', 'The strong anchor lasted near the pillar.', 'published', '00d45edf-ec1a-7bfa-9bf9-c3823582bddf', 'c6682f4a-f00d-4734-a268-7ce38f32e9e0'),
  (27, 26, null, dateadd(second, 46852, cast(dateadd(day, -236, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 47752, cast(dateadd(day, -236, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'gentle-violin-27', 'Slow sponge of the long cotton', 'The fair winter helped near the saddle.', 'The green violin began near the harbor.', 'in_review', '00d45edf-ec1b-7518-b055-8e39273f97a0', 'a1036eb8-0bc9-4b59-9367-234605ca8afd'),
  (28, 3, dateadd(second, 33114, cast(dateadd(day, -177, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 35814, cast(dateadd(day, -177, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 34914, cast(dateadd(day, -177, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'steady-timber-28', 'Simple valley of the plain violin', null, 'The sweet desk failed near the ocean.', 'draft', '00d45edf-ec1c-7966-bd1e-7c15a2f6ce08', '5ebf992e-0f53-4f4e-abfe-8892c94de028'),
  (29, 5, dateadd(second, 22076, cast(dateadd(day, -118, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 24776, cast(dateadd(day, -118, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 29276, cast(dateadd(day, -118, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'fine-violin-29', 'North crystal of the fine ocean', 'The hollow mirror opened near the morning.', 'The bold garden started near the storm.', 'draft', '00d45edf-ec1d-7225-9e97-f28b0ae56cfa', '845cfe1b-2b1e-43a5-b94b-80c68995e221'),
  (30, 8, dateadd(second, 11038, cast(dateadd(day, -59, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 13738, cast(dateadd(day, -59, cast(sysutcdatetime() as date)) as datetimeoffset(6))), dateadd(second, 12838, cast(dateadd(day, -59, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'little-storm-30', 'Fine violin of the cold meadow', null, 'The lively engine improved near the ocean.', 'draft', '00d45edf-ec1e-7dee-8e0f-a3d5408109a4', '77202db0-70b8-4a16-b408-05c4a16e41f6');

set identity_insert app.posts off;

insert into app.credentials (author_id, changed_at, password_hash) values
  (1, dateadd(second, 40362, cast(dateadd(day, -3422, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$1af1bf9a3032cf6d48a6be75$06e3a72b4aaffb54c0e02b36843b49b8d7c6825c'),
  (2, dateadd(second, 49191, cast(dateadd(day, -3194, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$0e6b5268da143325ad801545$c878f49a52a1df32688cbb348b12a6c1a84bdf16'),
  (3, dateadd(second, 58020, cast(dateadd(day, -2966, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$edcc3e75849c05cdb462bcf6$28017af2da71fd1d9c41682438c5f09d54134d4f'),
  (4, dateadd(second, 66849, cast(dateadd(day, -2738, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$2aad12694bed432728ceba45$72e63fc1b42f91f3a0f3cb9134b169ef30ac2e32'),
  (5, dateadd(second, 75678, cast(dateadd(day, -2510, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$d948014c79d60f9f834fcd61$ab79489dd953e4db4cda4cae49d6b94f9adc776a'),
  (6, dateadd(second, 84508, cast(dateadd(day, -2282, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$45777b5e2b921e12af80288b$c02fa04834a1937ca8268771cb44af96a4296535'),
  (7, dateadd(second, 6937, cast(dateadd(day, -2053, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$657df5d70a56d5c501a33e50$aa22a607fe6640c7e85e1efc35b71d328a0d6996'),
  (8, dateadd(second, 15766, cast(dateadd(day, -1825, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$f222fda3048497169df052f5$3050f2cca7fdbb8bcba4bf9a50037b54fc0fcf64'),
  (9, dateadd(second, 24595, cast(dateadd(day, -1597, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$c8106abbd522add3963b8f3d$d14dfcbaf2553d03ac22a45816ab89f1399b5949'),
  (10, dateadd(second, 33424, cast(dateadd(day, -1369, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$49be7a706bcb81f860bd2b63$aefabd0301cb446d351944e49205163e5cd80265'),
  (11, dateadd(second, 42254, cast(dateadd(day, -1141, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$d24be2b789e92db000b2fb1d$5b361efce3b7d8f16f8f352c95243b0f34b5ce2a'),
  (12, dateadd(second, 51083, cast(dateadd(day, -913, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$8d3b8a39ebbe025d478d7139$722571db164f87d0d6e7205adae5004981f3a33d'),
  (13, dateadd(second, 59912, cast(dateadd(day, -685, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$abbce38d034cd78a75afdfbe$3ecb367851a6829f93d39aa4963c525215e0dec2'),
  (14, dateadd(second, 68741, cast(dateadd(day, -457, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$9b3031a048c1778c24febdf3$6f4afc86a7876d11563d91f8a943541c8cd4d3c0'),
  (15, dateadd(second, 77570, cast(dateadd(day, -229, cast(sysutcdatetime() as date)) as datetimeoffset(6))), '$argon2id$v=19$m=19456,t=2,p=1$eea6e64b48f35e2fc93f28f5$91d6e602cc37376b7073acc47d452674f02c4010');

set identity_insert app.comments on;

insert into app.comments (comment_id, post_id, parent_id, created_at, author_name, author_email, body, status, ip_address) values
  (1, 4, null, dateadd(second, 74933, cast(dateadd(day, -1767, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Paula Kaya', 'farid.andersen1@example.org', 'The strong canvas passed near the ocean.', 'pending', '203.0.113.254'),
  (2, 1, null, dateadd(second, 63795, cast(dateadd(day, -1708, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Lars Alvarez', 'paula.ito2@example.org', 'The heavy canvas moved near the violin.', 'removed', '203.0.113.20'),
  (3, 2, 1, dateadd(second, 52658, cast(dateadd(day, -1649, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Ines Diaz', 'bruno.keller3@example.org', 'The young canvas failed near the sponge.', 'spam', '203.0.113.50'),
  (4, 10, 1, dateadd(second, 41520, cast(dateadd(day, -1590, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Maja Haddad', 'vera.diaz4@example.org', 'The slow shelf closed near the kettle.', 'removed', '203.0.113.138'),
  (5, 13, null, dateadd(second, 30382, cast(dateadd(day, -1531, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Jana Jansen', 'bela.garcia5@example.org', 'The quiet island opened near the river.', 'removed', '203.0.113.238'),
  (6, 2, null, dateadd(second, 19244, cast(dateadd(day, -1472, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Hugo Martin', 'luca.dubois6@example.org', 'The fair feather arrived near the candle.', 'removed', '203.0.113.128'),
  (7, 5, null, dateadd(second, 8106, cast(dateadd(day, -1413, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Eva Kim', 'chen.alvarez7@example.org', 'The fine meadow helped near the valley.', 'spam', '203.0.113.160'),
  (8, 1, 7, dateadd(second, 83369, cast(dateadd(day, -1355, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Paula Ito', 'petra.nagy8@example.org', 'The autumn copper improved near the desk.', 'spam', null),
  (9, 2, 8, dateadd(second, 72231, cast(dateadd(day, -1296, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Sara Suzuki', 'mei.khan9@example.org', 'The red hammer lasted near the table.', 'spam', '203.0.113.159'),
  (10, 10, null, dateadd(second, 61093, cast(dateadd(day, -1237, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Kaito Moreau', 'elif.ricci10@example.org', 'The brave stone remained near the tower.', 'spam', '203.0.113.47'),
  (11, 12, 4, dateadd(second, 49955, cast(dateadd(day, -1178, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Dana Diaz', 'hugo.rossi11@example.org', 'The strong saddle stopped near the ladder.', 'removed', '203.0.113.222'),
  (12, 2, 10, dateadd(second, 38818, cast(dateadd(day, -1119, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Lars Mensah', 'sara.jansen12@example.org', 'The grand water began near the desk.', 'removed', '203.0.113.39'),
  (13, 6, 1, dateadd(second, 27680, cast(dateadd(day, -1060, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Ivan Nagy', 'sami.novak13@example.org', 'The ancient copper lasted near the island.', 'removed', '203.0.113.100'),
  (14, 1, null, dateadd(second, 16542, cast(dateadd(day, -1001, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Nora Ito', 'nora.costa14@example.org', 'The hollow valley worked near the violin.', 'removed', '203.0.113.105'),
  (15, 22, 9, dateadd(second, 5404, cast(dateadd(day, -942, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Olga Suzuki', 'elif.haddad15@example.org', 'The open river changed near the drum.', 'pending', '203.0.113.149'),
  (16, 2, null, dateadd(second, 80666, cast(dateadd(day, -884, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Paula Kim', 'joao.olsen16@example.org', 'The thin morning moved near the candle.', 'removed', '203.0.113.177'),
  (17, 26, 16, dateadd(second, 69529, cast(dateadd(day, -825, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Hana Larsen', 'sara.lopez17@example.org', 'The red pencil stopped near the glass.', 'removed', '203.0.113.214'),
  (18, 16, 14, dateadd(second, 58391, cast(dateadd(day, -766, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Kaito Kim', 'rosa.suzuki18@example.org', 'The early crystal opened near the planet.', 'spam', '203.0.113.198'),
  (19, 5, null, dateadd(second, 47253, cast(dateadd(day, -707, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Farid Jansen', 'tomas.jansen19@example.org', 'The round stone worked near the field.', 'spam', null),
  (20, 12, 16, dateadd(second, 36115, cast(dateadd(day, -648, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Bruno Bauer', 'dana.abe20@example.org', 'The bold copper began near the violin.', 'spam', '203.0.113.80'),
  (21, 3, 20, dateadd(second, 24977, cast(dateadd(day, -589, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Amir Fischer', 'dana.suzuki21@example.org', 'The warm copper helped near the storm.', 'removed', null),
  (22, 2, 7, dateadd(second, 13840, cast(dateadd(day, -530, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Petra Kowal', 'vera.kaya22@example.org', 'The round forest improved near the forest.', 'spam', null),
  (23, 4, null, dateadd(second, 2702, cast(dateadd(day, -471, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Maja Petrov', 'farid.haddad23@example.org', 'The brave river closed near the timber.', 'spam', '203.0.113.229'),
  (24, 5, 19, dateadd(second, 77964, cast(dateadd(day, -413, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Bruno Keller', 'ivan.andersen24@example.org', 'The deep anchor passed near the copper.', 'removed', null),
  (25, 1, 1, dateadd(second, 66826, cast(dateadd(day, -354, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Dana Larsen', 'tariq.sato25@example.org', 'The little crystal improved near the river.', 'removed', null),
  (26, 16, 13, dateadd(second, 55688, cast(dateadd(day, -295, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Bruno Hansen', 'luca.ricci26@example.org', 'The new mirror passed near the crystal.', 'spam', '203.0.113.31'),
  (27, 3, 20, dateadd(second, 44551, cast(dateadd(day, -236, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Carla Olsen', 'kira.santos27@example.org', 'The broad storm improved near the velvet.', 'removed', '203.0.113.62'),
  (28, 6, null, dateadd(second, 33413, cast(dateadd(day, -177, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Lars Diaz', 'mei.becker28@example.org', 'The deep engine arrived near the cotton.', 'pending', null),
  (29, 12, null, dateadd(second, 22275, cast(dateadd(day, -118, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Omar Jansen', 'omar.moreau29@example.org', 'The small morning closed near the kettle.', 'removed', '203.0.113.121'),
  (30, 1, 25, dateadd(second, 11137, cast(dateadd(day, -59, cast(sysutcdatetime() as date)) as datetimeoffset(6))), 'Emil Ito', 'nora.ito30@example.org', 'The deep timber stopped near the desk.', 'spam', null);

set identity_insert app.comments off;

insert into app.post_tags (post_id, tag_id) values
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

go

commit;
go
