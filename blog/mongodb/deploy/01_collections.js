// Blog system: the collections, and what each accepts. Run the files of this folder in order, once, on a new
// database: operate/deploy.sh does, with mongosh.

// Someone who writes; signs in with an e-mail address
db.createCollection("authors", {
  validator: {
    $jsonSchema: {
      title: "Someone who writes; signs in with an e-mail address",
      bsonType: "object",
      required: ["schema_version", "created_at", "email", "display_name", "email_lower"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers author rows; made by the database and without meaning to people"},
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        email: {bsonType: "string", maxLength: 254, description: "Signs in with it", pattern: "^[^@ ]+@[^@ ]+[.][^@ ]+$"},
        display_name: {bsonType: "string", maxLength: 200, description: "Printed above the post", minLength: 1},
        bio: {bsonType: "string", maxLength: 4000, description: "Bio of the author; empty while unknown", minLength: 1},
        email_lower: {bsonType: "string", description: "email in lower case, to be searched by"}
      },
      additionalProperties: false
    },
    $expr: {$and: [{$or: [{$lte: ["$email", null]}, {$eq: ["$email_lower", {$toLower: "$email"}]}]}]}
  },
  validationLevel: "strict",
  validationAction: "error"
});

// What is read: a text with its address on the site. tag_ids: post_tags, 3 on average, at most 300
db.createCollection("posts", {
  validator: {
    $jsonSchema: {
      title: "What is read: a text with its address on the site",
      bsonType: "object",
      required: [
        "schema_version",
        "author_id",
        "created_at",
        "updated_at",
        "slug",
        "title",
        "body",
        "status",
        "version",
        "idempotency_key"
      ],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers post rows; made by the database and without meaning to people"},
        author_id: {bsonType: "objectId", description: "The author that writes this post"},
        published_at: {bsonType: "date", description: "When it became readable; a later instant is a plan; empty while unknown"},
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        updated_at: {bsonType: "date", description: "Instant in UTC"},
        slug: {
          bsonType: "string",
          maxLength: 120,
          description: "Last part of its address; a change would break links",
          pattern: "^[a-z0-9]+(-[a-z0-9]+)*$"
        },
        title: {bsonType: "string", maxLength: 200, description: "Title of the post", minLength: 1},
        excerpt: {bsonType: "string", maxLength: 2000, description: "Excerpt of the post; empty while unknown", minLength: 1},
        body: {
          bsonType: "string",
          maxLength: 100000,
          description: "Long text; the engine keeps what is large out of the row",
          minLength: 1
        },
        status: {
          bsonType: "string",
          enum: ["draft", "in_review", "published", "archived"],
          description: "State of its life; the values are a rule of the model"
        },
        version: {
          bsonType: "int",
          description: "Counts the changes of the row; “save an edited post” writes only over the version it has read"
        },
        idempotency_key: {
          bsonType: "binData",
          description: "Chosen by the caller before the first try; a repeated request finds its posts row instead of making a second"
        },
        tag_ids: {bsonType: "array", maxItems: 300, uniqueItems: true, items: {bsonType: "objectId"}}
      },
      additionalProperties: false
    },
    $expr: {$and: [{$not: [{$and: [{$eq: ["$status", "published"]}, {$lte: ["$published_at", null]}]}]}]}
  },
  validationLevel: "strict",
  validationAction: "error"
});

// What a reader says under a post, shown once it is approved
db.createCollection("comments", {
  validator: {
    $jsonSchema: {
      title: "What a reader says under a post, shown once it is approved",
      bsonType: "object",
      required: ["schema_version", "post_id", "created_at", "author_name", "author_email", "body", "status"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {
          bsonType: "objectId",
          description: "Numbers comment rows; made by the database and without meaning to people"
        },
        post_id: {bsonType: "objectId", description: "The post that is discussed in this comment"},
        parent_id: {
          bsonType: "objectId",
          description: "The comment that is the parent of this comment; empty where there is none"
        },
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        author_name: {
          bsonType: "string",
          maxLength: 200,
          description: "As given; readers need no account; kept as it was when the row was made",
          minLength: 1
        },
        author_email: {
          bsonType: "string",
          maxLength: 254,
          description: "Never shown; kept as it was when the row was made",
          pattern: "^[^@ ]+@[^@ ]+[.][^@ ]+$"
        },
        body: {bsonType: "string", maxLength: 2000, description: "Body of the comment", minLength: 1},
        status: {
          bsonType: "string",
          enum: ["pending", "approved", "removed", "spam"],
          description: "State of its life; the values are a rule of the model"
        },
        ip_address: {
          bsonType: "string",
          maxLength: 45,
          description: "Against spam, emptied after three months; empty while unknown",
          pattern: "^[0-9a-fA-F:.]{2,45}$"
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// A word that posts are found by
db.createCollection("tags", {
  validator: {
    $jsonSchema: {
      title: "A word that posts are found by",
      bsonType: "object",
      required: ["schema_version", "slug", "name", "name_lower"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers tag rows; made by the database and without meaning to people"},
        slug: {bsonType: "string", maxLength: 120, description: "Slug of the tag", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$"},
        name: {bsonType: "string", maxLength: 120, description: "Name of the tag", minLength: 1},
        name_lower: {bsonType: "string", description: "name in lower case, to be searched by"}
      },
      additionalProperties: false
    },
    $expr: {$and: [{$or: [{$lte: ["$name", null]}, {$eq: ["$name_lower", {$toLower: "$name"}]}]}]}
  },
  validationLevel: "strict",
  validationAction: "error"
});

// Password hash of an author, in a table with grants of its own
db.createCollection("credentials", {
  validator: {
    $jsonSchema: {
      title: "Password hash of an author, in a table with grants of its own",
      bsonType: "object",
      required: ["schema_version", "changed_at", "password_hash"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "The author that signs in with this credential"},
        changed_at: {bsonType: "date", description: "Instant in UTC"},
        password_hash: {
          bsonType: "string",
          maxLength: 255,
          description: "Hash of the password (argon2id or bcrypt), never the password",
          minLength: 60
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// Who changed which row when. Rows are added and never changed
db.createCollection("change_log", {
  validator: {
    $jsonSchema: {
      title: "Who changed which row when. Rows are added and never changed",
      bsonType: "object",
      required: ["schema_version", "changed_at", "table_name", "row_key", "action"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Order of entries"},
        changed_at: {bsonType: "date", description: "When, by the server's clock"},
        table_name: {bsonType: "string", description: "Which table"},
        row_key: {bsonType: "string", description: "Key of the row as text, its parts joined by /"},
        action: {bsonType: "string", enum: ["insert", "update", "delete"], description: "What was done"},
        changed_by: {bsonType: "string", description: "The login that did it"},
        user_id: {bsonType: "string", description: "The person, as the application named it"},
        old_values: {
          bsonType: "object",
          description: "Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log"
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});
