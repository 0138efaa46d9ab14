// Sample documents, to see the design at work. Only in a database marked as a test: db.relvar_test.insertOne({_id:
// "mark"}).
// Their instants count from the day on which this runs.

const requireTest = () => { if (!db.relvar_test.findOne({_id: "mark"})) throw new Error("not marked as a test"); };
const at = (days, milliseconds) => new Date(Math.floor(Date.now() / 86400000) * 86400000 + days * 86400000 + milliseconds);

requireTest();

db.authors.insertMany([
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000001"),
    created_at: at(-3532, 8218883),
    email: "rosa.weber1@example.org",
    display_name: "Rafael Becker",
    bio: "The round carpet moved near the morning. The clear desk helped near the stone.",
    email_lower: "rosa.weber1@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000002"),
    created_at: at(-3415, 71304921),
    email: "dario.kowal2@example.org",
    display_name: "Liam Abe",
    bio: "The dark field helped near the storm. The north sail started near the bridge. The common sail passed near the engine. The brave wool failed near the water.",
    email_lower: "dario.kowal2@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000003"),
    created_at: at(-3297, 47990958),
    email: "joao.bauer3@example.org",
    display_name: "Fatima Tanaka",
    bio: "The red glass lasted near the carpet. The hollow saddle closed near the candle.",
    email_lower: "joao.bauer3@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000004"),
    created_at: at(-3179, 24676995),
    email: "ana.olsen4@example.org",
    display_name: "Nadia Fischer",
    bio: "The short sponge opened near the shelf. The green glass worked near the lantern. The brave candle returned near the window.",
    email_lower: "ana.olsen4@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000005"),
    created_at: at(-3061, 1363032),
    email: "chen.singh5@example.org",
    display_name: "Nora Patel",
    bio: "The little sail lasted near the valley. The thin leather changed near the bridge. The green lens moved near the basket.",
    email_lower: "chen.singh5@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000006"),
    created_at: at(-2944, 64449069),
    email: "jana.eriksen6@example.org",
    display_name: "Joao Santos",
    bio: "The dark island moved near the table. The pale pencil closed near the water.",
    email_lower: "jana.eriksen6@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000007"),
    created_at: at(-2826, 41135107),
    email: "petra.alvarez7@example.org",
    display_name: "Ada Kowal",
    email_lower: "petra.alvarez7@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000008"),
    created_at: at(-2708, 17821144),
    email: "hana.okafor8@example.org",
    display_name: "Sami Kaya",
    bio: "The wide timber helped near the valley. The fine copper stopped near the storm.",
    email_lower: "hana.okafor8@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000009"),
    created_at: at(-2591, 80907181),
    email: "dario.hansen9@example.org",
    display_name: "Elif Diaz",
    email_lower: "dario.hansen9@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000a"),
    created_at: at(-2473, 57593218),
    email: "elif.diaz10@example.org",
    display_name: "Sofia Moreau",
    email_lower: "elif.diaz10@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000b"),
    created_at: at(-2355, 34279255),
    email: "tomas.fischer11@example.org",
    display_name: "Nils Sato",
    email_lower: "tomas.fischer11@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000c"),
    created_at: at(-2237, 10965293),
    email: "rosa.haddad12@example.org",
    display_name: "Dana Becker",
    bio: "The thin bridge closed near the feather. The new ladder improved near the crystal. The dark paper closed near the feather. The north basket opened near the glass.",
    email_lower: "rosa.haddad12@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000d"),
    created_at: at(-2120, 74051330),
    email: "hugo.lopez13@example.org",
    display_name: "Tariq Dubois",
    email_lower: "hugo.lopez13@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000e"),
    created_at: at(-2002, 50737367),
    email: "tariq.dubois14@example.org",
    display_name: "Ivan Becker",
    email_lower: "tariq.dubois14@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000f"),
    created_at: at(-1884, 27423404),
    email: "maja.garcia15@example.org",
    display_name: "Nils Dubois",
    email_lower: "maja.garcia15@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000010"),
    created_at: at(-1766, 4109441),
    email: "sofia.fischer16@example.org",
    display_name: "Dario Varga",
    email_lower: "sofia.fischer16@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000011"),
    created_at: at(-1649, 67195479),
    email: "bela.novak17@example.org",
    display_name: "Tomas Nagy",
    bio: "The steady feather worked near the ocean. The brave desk passed near the water. The calm water lasted near the lens.",
    email_lower: "bela.novak17@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000012"),
    created_at: at(-1531, 43881516),
    email: "joao.moreau18@example.org",
    display_name: "Chen Tanaka",
    bio: "The strong wool remained near the shelf. The strong mirror worked near the velvet.",
    email_lower: "joao.moreau18@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000013"),
    created_at: at(-1413, 20567553),
    email: "mira.diaz19@example.org",
    display_name: "Sami Yilmaz",
    email_lower: "mira.diaz19@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000014"),
    created_at: at(-1296, 83653590),
    email: "rafael.tanaka20@example.org",
    display_name: "Ana Costa",
    email_lower: "rafael.tanaka20@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000015"),
    created_at: at(-1178, 60339627),
    email: "joao.suzuki21@example.org",
    display_name: "Luca Andersen",
    bio: "The thin copper stopped near the paper. The hollow shelf passed near the marble. The common canvas helped near the pencil. The tall valley opened near the glass.",
    email_lower: "joao.suzuki21@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000016"),
    created_at: at(-1060, 37025665),
    email: "joao.dubois22@example.org",
    display_name: "Nora Nagy",
    bio: "The open planet began near the lantern. The lively copper stopped near the tower. The early shelf arrived near the cotton.",
    email_lower: "joao.dubois22@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000017"),
    created_at: at(-942, 13711702),
    email: "bela.kim23@example.org",
    display_name: "Tariq Horvat",
    bio: "The fair kettle arrived near the shelf. The short lantern moved near the kettle. The lively forest failed near the hammer.",
    email_lower: "bela.kim23@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000018"),
    created_at: at(-825, 76797739),
    email: "nils.khan24@example.org",
    display_name: "Fatima Weber",
    bio: "The south river passed near the ocean. The short ocean started near the ladder. The bright carpet started near the anchor. The heavy wool failed near the morning.",
    email_lower: "nils.khan24@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000019"),
    created_at: at(-707, 53483776),
    email: "fatima.singh25@example.org",
    display_name: "Tariq Horvat",
    email_lower: "fatima.singh25@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001a"),
    created_at: at(-589, 30169813),
    email: "joao.mensah26@example.org",
    display_name: "Petra Dubois",
    email_lower: "joao.mensah26@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001b"),
    created_at: at(-471, 6855851),
    email: "jana.kaya27@example.org",
    display_name: "Luca Wolf",
    bio: "The slow lens arrived near the feather. The simple marble returned near the pencil.",
    email_lower: "jana.kaya27@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001c"),
    created_at: at(-354, 69941888),
    email: "sofia.moreau28@example.org",
    display_name: "Uma Patel",
    bio: "The fair basket started near the storm. The slow island started near the carpet.",
    email_lower: "sofia.moreau28@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001d"),
    created_at: at(-236, 46627925),
    email: "eva.becker29@example.org",
    display_name: "Mei Rossi",
    bio: "The tall shelf began near the canvas. The wide copper started near the pillar. The sweet pencil started near the tower.",
    email_lower: "eva.becker29@example.org"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001e"),
    created_at: at(-118, 23313962),
    email: "rafael.jansen30@example.org",
    display_name: "Ana Costa",
    bio: "The common morning changed near the desk. The narrow violin passed near the copper. The calm lantern failed near the wool. The broad shelf helped near the garden.",
    email_lower: "rafael.jansen30@example.org"
  }
]);

db.posts.insertMany([
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000001"),
    author_id: ObjectId("000000000000000000000007"),
    created_at: at(-1767, 75545347),
    updated_at: at(-1767, 75545347),
    slug: "solid-storm-1",
    title: "Strong feather of the quiet mirror",
    excerpt: "The common field started near the lens.",
    body: "The open velvet failed near the shelf.",
    status: "draft",
    version: 387,
    idempotency_key: UUID("85db94ff-4cb0-45da-9e74-c7725ca75790"),
    tag_ids: [ObjectId("000000000000000000000002"), ObjectId("000000000000000000000003"), ObjectId("000000000000000000000001")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000002"),
    author_id: ObjectId("000000000000000000000016"),
    published_at: at(-1708, 60907169),
    created_at: at(-1708, 62707169),
    updated_at: at(-1708, 68107169),
    slug: "young-garden-2",
    title: "Old copper of the simple paper",
    excerpt: "The heavy morning arrived near the forest.",
    body: "The slow copper improved near the timber.",
    status: "in_review",
    version: 536,
    idempotency_key: UUID("e59d6a59-56df-4a8d-b1ea-5246a2929fda"),
    tag_ids: [ObjectId("000000000000000000000001")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000003"),
    author_id: ObjectId("000000000000000000000001"),
    created_at: at(-1649, 51668991),
    updated_at: at(-1649, 51668991),
    slug: "hollow-pencil-3",
    title: "Pale wool of the quiet glass",
    excerpt: "The red mirror began near the stone.",
    body: "The north table opened near the harbor.",
    status: "archived",
    version: 178,
    idempotency_key: UUID("3c62918d-7db6-4516-81e5-6915f2ff460b"),
    tag_ids: [ObjectId("000000000000000000000001"), ObjectId("000000000000000000000002"), ObjectId("000000000000000000000003")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000004"),
    author_id: ObjectId("00000000000000000000000f"),
    created_at: at(-1590, 42430812),
    updated_at: at(-1590, 40630812),
    slug: "lively-table-4",
    title: "New pillar of the bright mirror",
    excerpt: "The north leather helped near the leather.",
    body: "The hollow marble remained near the stone.",
    status: "draft",
    version: 490,
    idempotency_key: UUID("826ac737-8644-4945-80f7-56c25cf6507e"),
    tag_ids: [ObjectId("000000000000000000000002")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000005"),
    author_id: ObjectId("00000000000000000000001e"),
    published_at: at(-1531, 27792634),
    created_at: at(-1531, 28692634),
    updated_at: at(-1531, 29592634),
    slug: "little-silver-5",
    title: "Amber drum of the ancient ladder",
    excerpt: "The golden wool remained near the garden.",
    body: "The brave forest helped near the stone.",
    status: "in_review",
    version: 661,
    idempotency_key: UUID("4e00f3f7-f846-47f7-9b2c-d3e55f3dc554"),
    tag_ids: [ObjectId("000000000000000000000003"), ObjectId("000000000000000000000002"), ObjectId("000000000000000000000001")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000006"),
    author_id: ObjectId("00000000000000000000000b"),
    created_at: at(-1472, 19454456),
    updated_at: at(-1472, 20354456),
    slug: "rapid-sponge-6",
    title: "Slow water of the bright pencil",
    excerpt: "The broad paper remained near the tower.",
    body: "The open copper lasted near the winter.",
    status: "draft",
    version: 606,
    idempotency_key: UUID("1d48035f-d405-4867-b947-0e9bc2f61b13"),
    tag_ids: [ObjectId("000000000000000000000002")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000007"),
    author_id: ObjectId("000000000000000000000001"),
    created_at: at(-1413, 9316278),
    updated_at: at(-1413, 11116278),
    slug: "dark-velvet-7",
    title: "Warm winter of the young field",
    body: "The sweet bridge moved near the saddle.",
    status: "in_review",
    version: 514,
    idempotency_key: UUID("4c1d86cb-e681-435b-9942-2027266c0e36"),
    tag_ids: [ObjectId("000000000000000000000001"), ObjectId("000000000000000000000002")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000008"),
    author_id: ObjectId("000000000000000000000018"),
    published_at: at(-1355, 81078099),
    created_at: at(-1355, 82878099),
    updated_at: at(-1355, 82878099),
    slug: "dark-storm-8",
    title: "Cold lens of the spare storm",
    excerpt: "The hollow leather returned near the saddle.",
    body: "The plain sponge worked near the anchor.",
    status: "draft",
    version: 236,
    idempotency_key: UUID("09a6b882-03f1-49db-92a3-539c67cc6a23")
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000009"),
    author_id: ObjectId("00000000000000000000000f"),
    published_at: at(-1296, 70039921),
    created_at: at(-1296, 72739921),
    updated_at: at(-1296, 75439921),
    slug: "golden-silver-9",
    title: "Heavy anchor of the ancient saddle",
    excerpt: "The dark valley remained near the ocean.",
    body: "The strong wire lasted near the carpet.",
    status: "archived",
    version: 676,
    idempotency_key: UUID("f323a610-9c48-419e-ac7a-26e0478197cf"),
    tag_ids: [ObjectId("000000000000000000000002")]
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000a"),
    author_id: ObjectId("000000000000000000000010"),
    published_at: at(-1237, 59001743),
    created_at: at(-1237, 60801743),
    updated_at: at(-1237, 62601743),
    slug: "north-lantern-10",
    title: "Young pencil of the solid bridge",
    body: "The warm desk stopped near the stone.",
    status: "draft",
    version: 696,
    idempotency_key: UUID("a7f97125-4825-419a-a52a-aff7a587a172"),
    tag_ids: [ObjectId("000000000000000000000001"), ObjectId("000000000000000000000003")]
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000b"),
    author_id: ObjectId("000000000000000000000014"),
    created_at: at(-1178, 49763565),
    updated_at: at(-1178, 53363565),
    slug: "ancient-violin-11",
    title: "Slow copper of the strong canvas",
    body: "The tall marble improved near the table.",
    status: "draft",
    version: 824,
    idempotency_key: UUID("0f50fc35-52e7-4c81-aeb2-485144b0a7a1"),
    tag_ids: [ObjectId("000000000000000000000002")]
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000c"),
    author_id: ObjectId("000000000000000000000005"),
    published_at: at(-1119, 36925386),
    created_at: at(-1119, 40525386),
    updated_at: at(-1119, 44125386),
    slug: "wide-garden-12",
    title: "Short planet of the old pencil",
    body: "The round leather lasted near the planet.",
    status: "published",
    version: 415,
    idempotency_key: UUID("65613606-128f-4e65-a85a-76b5f3a258ed")
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000d"),
    author_id: ObjectId("000000000000000000000016"),
    created_at: at(-1060, 27687208),
    updated_at: at(-1060, 29487208),
    slug: "hollow-tower-13",
    title: "Rapid candle of the fair silver",
    excerpt: "The small paper opened near the timber.",
    body: "The soft candle improved near the forest.",
    status: "in_review",
    version: 321,
    idempotency_key: UUID("24cf4c44-da7f-45d0-896e-586bb2358afa"),
    tag_ids: [ObjectId("000000000000000000000003"), ObjectId("000000000000000000000001")]
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000e"),
    author_id: ObjectId("000000000000000000000005"),
    created_at: at(-1001, 17549030),
    updated_at: at(-1001, 18449030),
    slug: "golden-kettle-14",
    title: "Autumn ladder of the fair planet",
    body: "The clear planet closed near the anchor.",
    status: "draft",
    version: 678,
    idempotency_key: UUID("436d6283-220c-4062-a63f-9420bd3fc92d")
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000f"),
    author_id: ObjectId("000000000000000000000017"),
    published_at: at(-942, 3810852),
    created_at: at(-942, 5610852),
    updated_at: at(-942, 9210852),
    slug: "cold-tower-15",
    title: "Coarse kettle of the steady harbor",
    excerpt: "The fine pillar remained near the basket.",
    body: "The hollow forest worked near the shelf.",
    status: "draft",
    version: 412,
    idempotency_key: UUID("607264c4-b427-4c04-a983-2014ca026e70"),
    tag_ids: [ObjectId("000000000000000000000002")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000010"),
    author_id: ObjectId("000000000000000000000007"),
    created_at: at(-884, 80972673),
    updated_at: at(-884, 86372673),
    slug: "gentle-leather-16",
    title: "Green violin of the young ladder",
    excerpt: "The heavy drum stopped near the anchor.",
    body: "The long kettle started near the pencil.",
    status: "draft",
    version: 441,
    idempotency_key: UUID("3e3ac852-3b1c-4b06-8321-416081455fc2"),
    tag_ids: [ObjectId("000000000000000000000003")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000011"),
    author_id: ObjectId("00000000000000000000001e"),
    published_at: at(-825, 68134495),
    created_at: at(-825, 70834495),
    updated_at: at(-825, 71734495),
    slug: "light-window-17",
    title: "Hollow harbor of the plain valley",
    body: "The gentle valley closed near the cotton.",
    status: "draft",
    version: 166,
    idempotency_key: UUID("7e741a5b-4c9b-423a-9a54-7fc0b61ffb83"),
    tag_ids: [ObjectId("000000000000000000000001")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000012"),
    author_id: ObjectId("00000000000000000000000e"),
    created_at: at(-766, 57996317),
    updated_at: at(-766, 58896317),
    slug: "long-lantern-18",
    title: "South velvet of the dark island",
    excerpt: "The broad cotton failed near the sponge.",
    body: "The little pillar closed near the engine.",
    status: "draft",
    version: 902,
    idempotency_key: UUID("9f6c6e31-543a-4f6c-aa39-647b9c621e28"),
    tag_ids: [ObjectId("000000000000000000000001")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000013"),
    author_id: ObjectId("00000000000000000000000c"),
    created_at: at(-707, 49658139),
    updated_at: at(-707, 49658139),
    slug: "old-pencil-19",
    title: "Young velvet of the strong forest",
    excerpt: "The autumn saddle closed near the kettle.",
    body: "The dark crystal closed near the leather.",
    status: "draft",
    version: 287,
    idempotency_key: UUID("c996fc66-22f1-4989-8f2a-411c0074bb9c"),
    tag_ids: [ObjectId("000000000000000000000001")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000014"),
    author_id: ObjectId("000000000000000000000010"),
    published_at: at(-648, 35019960),
    created_at: at(-648, 36819960),
    updated_at: at(-648, 40419960),
    slug: "north-carpet-20",
    title: "Clear shelf of the bright carpet",
    excerpt: "The open wool closed near the marble.",
    body: "The lively field failed near the sail.",
    status: "draft",
    version: 490,
    idempotency_key: UUID("04868cfe-fd4f-46c2-b6c9-5f1265555af0"),
    tag_ids: [ObjectId("000000000000000000000003")]
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000015"),
    author_id: ObjectId("000000000000000000000008"),
    published_at: at(-589, 23981782),
    created_at: at(-589, 25781782),
    updated_at: at(-589, 25781782),
    slug: "light-lantern-21",
    title: "Young island of the young pencil",
    body: "The dark window arrived near the sponge.",
    status: "in_review",
    version: 762,
    idempotency_key: UUID("d4752248-9119-4bf6-be7d-71d3cf716f03")
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000016"),
    author_id: ObjectId("000000000000000000000007"),
    created_at: at(-530, 14743604),
    updated_at: at(-530, 16543604),
    slug: "common-pillar-22",
    title: "Red shelf of the quiet copper",
    excerpt: "The quiet meadow changed near the stone.",
    body: "The narrow marble lasted near the valley.",
    status: "in_review",
    version: 123,
    idempotency_key: UUID("b69568e5-d5dc-43e1-8133-9e37d39036b0")
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000017"),
    author_id: ObjectId("000000000000000000000002"),
    published_at: at(-471, 1905426),
    created_at: at(-471, 2805426),
    updated_at: at(-471, 9105426),
    slug: "red-winter-23",
    title: "Small feather of the short engine",
    excerpt: "The ancient basket opened near the mirror.",
    body: "The light glass stopped near the engine.",
    status: "archived",
    version: 855,
    idempotency_key: UUID("a51d9085-48db-488f-abf2-8f9f779c401e")
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000018"),
    author_id: ObjectId("000000000000000000000019"),
    published_at: at(0, 0),
    created_at: at(-413, 79067247),
    updated_at: at(-413, 80867247),
    slug: "early-valley-24",
    title: "Brave timber of the hollow stone",
    excerpt: "The old field opened near the storm.",
    body: "The early canvas failed near the feather.",
    status: "published",
    version: 226,
    idempotency_key: UUID("1364cf49-1bf9-4834-837f-1a1c7d99c7a1")
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000019"),
    author_id: ObjectId("000000000000000000000004"),
    published_at: at(-354, 66229069),
    created_at: at(-354, 69829069),
    updated_at: at(-354, 73429069),
    slug: "old-saddle-25",
    title: "New forest of the narrow engine",
    excerpt: "The little violin helped near the anchor.",
    body: "The lively river improved near the carpet.",
    status: "published",
    version: 675,
    idempotency_key: UUID("e525e5b1-f564-4f17-b0d3-01a9d052d3bc"),
    tag_ids: [ObjectId("000000000000000000000002")]
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001a"),
    author_id: ObjectId("000000000000000000000002"),
    created_at: at(-295, 58790891),
    updated_at: at(-295, 62390891),
    slug: "brave-kettle-26",
    title: "Autumn velvet of the bright leather",
    body: "The green meadow worked near the lamp.",
    status: "draft",
    version: 7,
    idempotency_key: UUID("64c48b6f-6093-43d0-9a86-a8dad481a2b5")
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001b"),
    author_id: ObjectId("000000000000000000000010"),
    published_at: at(-236, 44152713),
    created_at: at(-236, 45952713),
    updated_at: at(-236, 45952713),
    slug: "pale-silver-27",
    title: "Heavy bridge of the cold kettle",
    body: "The fair silver helped near the canvas.",
    status: "published",
    version: 58,
    idempotency_key: UUID("480f8af8-11e0-4685-b1f7-62ae9934af06")
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001c"),
    author_id: ObjectId("000000000000000000000002"),
    published_at: at(-177, 33114534),
    created_at: at(-177, 34914534),
    updated_at: at(-177, 38514534),
    slug: "old-timber-28",
    title: "Round garden of the thin valley",
    body: "The brave drum passed near the basket.",
    status: "in_review",
    version: 727,
    idempotency_key: UUID("1b9415f3-a8db-4194-b4db-d4d561e12b4a"),
    tag_ids: [ObjectId("000000000000000000000003"), ObjectId("000000000000000000000002"), ObjectId("000000000000000000000001")]
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001d"),
    author_id: ObjectId("000000000000000000000016"),
    published_at: at(-118, 22076356),
    created_at: at(-118, 23876356),
    updated_at: at(-118, 23876356),
    slug: "hollow-kettle-29",
    title: "Rapid valley of the fair ocean",
    excerpt: "The young sponge improved near the stone.",
    body: "The light drum remained near the desk.",
    status: "draft",
    version: 145,
    idempotency_key: UUID("ec42bf66-e576-42a2-b552-f5b2df1021b4")
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001e"),
    author_id: ObjectId("00000000000000000000000a"),
    published_at: at(-59, 11038178),
    created_at: at(-59, 11938178),
    updated_at: at(-59, 12838178),
    slug: "pale-water-30",
    title: "Amber garden of the open winter",
    body: "The hollow field closed near the marble.",
    status: "published",
    version: 394,
    idempotency_key: UUID("bfad512d-f765-42f6-8668-2f4af00d6734")
  }
]);

db.comments.insertMany([
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000001"),
    post_id: ObjectId("000000000000000000000004"),
    created_at: at(-1767, 74933693),
    author_name: "Paula Kaya",
    author_email: "farid.andersen1@example.org",
    body: "The strong canvas passed near the ocean.",
    status: "pending",
    ip_address: "203.0.113.254"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000002"),
    post_id: ObjectId("000000000000000000000001"),
    created_at: at(-1708, 63795903),
    author_name: "Lars Alvarez",
    author_email: "paula.ito2@example.org",
    body: "The heavy canvas moved near the violin.",
    status: "removed",
    ip_address: "203.0.113.20"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000003"),
    post_id: ObjectId("000000000000000000000002"),
    parent_id: ObjectId("000000000000000000000001"),
    created_at: at(-1649, 52658113),
    author_name: "Ines Diaz",
    author_email: "bruno.keller3@example.org",
    body: "The young canvas failed near the sponge.",
    status: "spam",
    ip_address: "203.0.113.50"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000004"),
    post_id: ObjectId("00000000000000000000000a"),
    parent_id: ObjectId("000000000000000000000001"),
    created_at: at(-1590, 41520323),
    author_name: "Maja Haddad",
    author_email: "vera.diaz4@example.org",
    body: "The slow shelf closed near the kettle.",
    status: "removed",
    ip_address: "203.0.113.138"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000005"),
    post_id: ObjectId("00000000000000000000000d"),
    created_at: at(-1531, 30382534),
    author_name: "Jana Jansen",
    author_email: "bela.garcia5@example.org",
    body: "The quiet island opened near the river.",
    status: "removed",
    ip_address: "203.0.113.238"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000006"),
    post_id: ObjectId("000000000000000000000002"),
    created_at: at(-1472, 19244744),
    author_name: "Hugo Martin",
    author_email: "luca.dubois6@example.org",
    body: "The fair feather arrived near the candle.",
    status: "removed",
    ip_address: "203.0.113.128"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000007"),
    post_id: ObjectId("000000000000000000000005"),
    created_at: at(-1413, 8106954),
    author_name: "Eva Kim",
    author_email: "chen.alvarez7@example.org",
    body: "The fine meadow helped near the valley.",
    status: "spam",
    ip_address: "203.0.113.160"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000008"),
    post_id: ObjectId("000000000000000000000001"),
    parent_id: ObjectId("000000000000000000000007"),
    created_at: at(-1355, 83369164),
    author_name: "Paula Ito",
    author_email: "petra.nagy8@example.org",
    body: "The autumn copper improved near the desk.",
    status: "spam"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000009"),
    post_id: ObjectId("000000000000000000000002"),
    parent_id: ObjectId("000000000000000000000008"),
    created_at: at(-1296, 72231374),
    author_name: "Sara Suzuki",
    author_email: "mei.khan9@example.org",
    body: "The red hammer lasted near the table.",
    status: "spam",
    ip_address: "203.0.113.159"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000a"),
    post_id: ObjectId("00000000000000000000000a"),
    created_at: at(-1237, 61093585),
    author_name: "Kaito Moreau",
    author_email: "elif.ricci10@example.org",
    body: "The brave stone remained near the tower.",
    status: "spam",
    ip_address: "203.0.113.47"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000b"),
    post_id: ObjectId("00000000000000000000000c"),
    parent_id: ObjectId("000000000000000000000004"),
    created_at: at(-1178, 49955795),
    author_name: "Dana Diaz",
    author_email: "hugo.rossi11@example.org",
    body: "The strong saddle stopped near the ladder.",
    status: "removed",
    ip_address: "203.0.113.222"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000c"),
    post_id: ObjectId("000000000000000000000002"),
    parent_id: ObjectId("00000000000000000000000a"),
    created_at: at(-1119, 38818005),
    author_name: "Lars Mensah",
    author_email: "sara.jansen12@example.org",
    body: "The grand water began near the desk.",
    status: "removed",
    ip_address: "203.0.113.39"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000d"),
    post_id: ObjectId("000000000000000000000006"),
    parent_id: ObjectId("000000000000000000000001"),
    created_at: at(-1060, 27680215),
    author_name: "Ivan Nagy",
    author_email: "sami.novak13@example.org",
    body: "The ancient copper lasted near the island.",
    status: "removed",
    ip_address: "203.0.113.100"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000e"),
    post_id: ObjectId("000000000000000000000001"),
    created_at: at(-1001, 16542426),
    author_name: "Nora Ito",
    author_email: "nora.costa14@example.org",
    body: "The hollow valley worked near the violin.",
    status: "removed",
    ip_address: "203.0.113.105"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000f"),
    post_id: ObjectId("000000000000000000000016"),
    parent_id: ObjectId("000000000000000000000009"),
    created_at: at(-942, 5404636),
    author_name: "Olga Suzuki",
    author_email: "elif.haddad15@example.org",
    body: "The open river changed near the drum.",
    status: "pending",
    ip_address: "203.0.113.149"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000010"),
    post_id: ObjectId("000000000000000000000002"),
    created_at: at(-884, 80666846),
    author_name: "Paula Kim",
    author_email: "joao.olsen16@example.org",
    body: "The thin morning moved near the candle.",
    status: "removed",
    ip_address: "203.0.113.177"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000011"),
    post_id: ObjectId("00000000000000000000001a"),
    parent_id: ObjectId("000000000000000000000010"),
    created_at: at(-825, 69529056),
    author_name: "Hana Larsen",
    author_email: "sara.lopez17@example.org",
    body: "The red pencil stopped near the glass.",
    status: "removed",
    ip_address: "203.0.113.214"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000012"),
    post_id: ObjectId("000000000000000000000010"),
    parent_id: ObjectId("00000000000000000000000e"),
    created_at: at(-766, 58391267),
    author_name: "Kaito Kim",
    author_email: "rosa.suzuki18@example.org",
    body: "The early crystal opened near the planet.",
    status: "spam",
    ip_address: "203.0.113.198"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000013"),
    post_id: ObjectId("000000000000000000000005"),
    created_at: at(-707, 47253477),
    author_name: "Farid Jansen",
    author_email: "tomas.jansen19@example.org",
    body: "The round stone worked near the field.",
    status: "spam"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000014"),
    post_id: ObjectId("00000000000000000000000c"),
    parent_id: ObjectId("000000000000000000000010"),
    created_at: at(-648, 36115687),
    author_name: "Bruno Bauer",
    author_email: "dana.abe20@example.org",
    body: "The bold copper began near the violin.",
    status: "spam",
    ip_address: "203.0.113.80"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000015"),
    post_id: ObjectId("000000000000000000000003"),
    parent_id: ObjectId("000000000000000000000014"),
    created_at: at(-589, 24977897),
    author_name: "Amir Fischer",
    author_email: "dana.suzuki21@example.org",
    body: "The warm copper helped near the storm.",
    status: "removed"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000016"),
    post_id: ObjectId("000000000000000000000002"),
    parent_id: ObjectId("000000000000000000000007"),
    created_at: at(-530, 13840107),
    author_name: "Petra Kowal",
    author_email: "vera.kaya22@example.org",
    body: "The round forest improved near the forest.",
    status: "spam"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000017"),
    post_id: ObjectId("000000000000000000000004"),
    created_at: at(-471, 2702318),
    author_name: "Maja Petrov",
    author_email: "farid.haddad23@example.org",
    body: "The brave river closed near the timber.",
    status: "spam",
    ip_address: "203.0.113.229"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000018"),
    post_id: ObjectId("000000000000000000000005"),
    parent_id: ObjectId("000000000000000000000013"),
    created_at: at(-413, 77964528),
    author_name: "Bruno Keller",
    author_email: "ivan.andersen24@example.org",
    body: "The deep anchor passed near the copper.",
    status: "removed"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000019"),
    post_id: ObjectId("000000000000000000000001"),
    parent_id: ObjectId("000000000000000000000001"),
    created_at: at(-354, 66826738),
    author_name: "Dana Larsen",
    author_email: "tariq.sato25@example.org",
    body: "The little crystal improved near the river.",
    status: "removed"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001a"),
    post_id: ObjectId("000000000000000000000010"),
    parent_id: ObjectId("00000000000000000000000d"),
    created_at: at(-295, 55688948),
    author_name: "Bruno Hansen",
    author_email: "luca.ricci26@example.org",
    body: "The new mirror passed near the crystal.",
    status: "spam",
    ip_address: "203.0.113.31"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001b"),
    post_id: ObjectId("000000000000000000000003"),
    parent_id: ObjectId("000000000000000000000014"),
    created_at: at(-236, 44551159),
    author_name: "Carla Olsen",
    author_email: "kira.santos27@example.org",
    body: "The broad storm improved near the velvet.",
    status: "removed",
    ip_address: "203.0.113.62"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001c"),
    post_id: ObjectId("000000000000000000000006"),
    created_at: at(-177, 33413369),
    author_name: "Lars Diaz",
    author_email: "mei.becker28@example.org",
    body: "The deep engine arrived near the cotton.",
    status: "pending"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001d"),
    post_id: ObjectId("00000000000000000000000c"),
    created_at: at(-118, 22275579),
    author_name: "Omar Jansen",
    author_email: "omar.moreau29@example.org",
    body: "The small morning closed near the kettle.",
    status: "removed",
    ip_address: "203.0.113.121"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000001e"),
    post_id: ObjectId("000000000000000000000001"),
    parent_id: ObjectId("000000000000000000000019"),
    created_at: at(-59, 11137789),
    author_name: "Emil Ito",
    author_email: "nora.ito30@example.org",
    body: "The deep timber stopped near the desk.",
    status: "spam"
  }
]);

db.tags.insertMany([
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000001"),
    slug: "wide-basket-1",
    name: "Ancient carpet 1",
    name_lower: "ancient carpet 1"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000002"),
    slug: "golden-copper-2",
    name: "Brave water 2",
    name_lower: "brave water 2"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000003"),
    slug: "little-tower-3",
    name: "Fine forest 3",
    name_lower: "fine forest 3"
  }
]);

db.credentials.insertMany([
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000001"),
    changed_at: at(-3422, 40362043),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$1af1bf9a3032cf6d48a6be75$06e3a72b4aaffb54c0e02b36843b49b8d7c6825c"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000002"),
    changed_at: at(-3194, 49191240),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$0e6b5268da143325ad801545$c878f49a52a1df32688cbb348b12a6c1a84bdf16"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000003"),
    changed_at: at(-2966, 58020437),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$edcc3e75849c05cdb462bcf6$28017af2da71fd1d9c41682438c5f09d54134d4f"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000004"),
    changed_at: at(-2738, 66849635),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$2aad12694bed432728ceba45$72e63fc1b42f91f3a0f3cb9134b169ef30ac2e32"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000005"),
    changed_at: at(-2510, 75678832),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$d948014c79d60f9f834fcd61$ab79489dd953e4db4cda4cae49d6b94f9adc776a"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000006"),
    changed_at: at(-2282, 84508029),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$45777b5e2b921e12af80288b$c02fa04834a1937ca8268771cb44af96a4296535"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000007"),
    changed_at: at(-2053, 6937226),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$657df5d70a56d5c501a33e50$aa22a607fe6640c7e85e1efc35b71d328a0d6996"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000008"),
    changed_at: at(-1825, 15766423),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$f222fda3048497169df052f5$3050f2cca7fdbb8bcba4bf9a50037b54fc0fcf64"
  },
  {
    schema_version: 1,
    _id: ObjectId("000000000000000000000009"),
    changed_at: at(-1597, 24595620),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c8106abbd522add3963b8f3d$d14dfcbaf2553d03ac22a45816ab89f1399b5949"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000a"),
    changed_at: at(-1369, 33424817),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$49be7a706bcb81f860bd2b63$aefabd0301cb446d351944e49205163e5cd80265"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000b"),
    changed_at: at(-1141, 42254014),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$d24be2b789e92db000b2fb1d$5b361efce3b7d8f16f8f352c95243b0f34b5ce2a"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000c"),
    changed_at: at(-913, 51083211),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$8d3b8a39ebbe025d478d7139$722571db164f87d0d6e7205adae5004981f3a33d"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000d"),
    changed_at: at(-685, 59912408),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$abbce38d034cd78a75afdfbe$3ecb367851a6829f93d39aa4963c525215e0dec2"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000e"),
    changed_at: at(-457, 68741605),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$9b3031a048c1778c24febdf3$6f4afc86a7876d11563d91f8a943541c8cd4d3c0"
  },
  {
    schema_version: 1,
    _id: ObjectId("00000000000000000000000f"),
    changed_at: at(-229, 77570802),
    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$eea6e64b48f35e2fc93f28f5$91d6e602cc37376b7073acc47d452674f02c4010"
  }
]);
