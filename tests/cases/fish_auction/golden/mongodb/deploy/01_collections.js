// Fish auction hall: the collections, and what each accepts. Run the files of this folder in order, once, on a new
// database: operate/deploy.sh does, with mongosh.

// What is there belongs to others, or to an earlier deployment: nothing is made beside it.
const requireEmpty = () => {
  const there = db.getCollectionNames().filter((name) => !name.startsWith("system.") && name !== "relvar_test").sort();
  const more = there.length > 3 ? ` and ${there.length - 3} more` : "";
  if (there.length)
    throw new Error(`the database ${db.getName()} holds ${there.slice(0, 3).join(", ")}${more} already: ` +
      "nothing was made. Name an empty database; what a deployment left half-made goes with migrations/0001_create.down.js");
};

requireEmpty();

// Each row: one boat
db.createCollection("boats", {
  validator: {
    $jsonSchema: {
      title: "Each row: one boat",
      bsonType: "object",
      required: ["schema_version", "name", "version"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers boat rows; made by the database and without meaning to people"},
        name: {bsonType: "string", maxLength: 120, description: "Name of the boat", minLength: 1},
        version: {
          bsonType: "int",
          description: "Counts the changes of the row; “edit a boat” writes only over the version it has read"
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// What happened: one catch of a boat
db.createCollection("catches", {
  validator: {
    $jsonSchema: {
      title: "What happened: one catch of a boat",
      bsonType: "object",
      required: ["schema_version", "boat_id", "occurred_at"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers catch rows; made by the database and without meaning to people"},
        boat_id: {bsonType: "objectId", description: "The boat of this catch"},
        occurred_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"}
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// Each row: one lot
db.createCollection("lots", {
  validator: {
    $jsonSchema: {
      title: "Each row: one lot",
      bsonType: "object",
      required: ["schema_version", "landing_time", "species", "weight", "quality_grade"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers lot rows; made by the database and without meaning to people"},
        landing_time: {bsonType: "date", description: "Instant in UTC"},
        species: {bsonType: "string", maxLength: 60, description: "Species of the lot", minLength: 1},
        weight: {bsonType: "decimal", description: "Weight in kilograms", minimum: 0, exclusiveMinimum: true},
        quality_grade: {bsonType: "string", maxLength: 20, enum: ["e", "a", "b"], description: "Quality grade of the lot"}
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// Each row: one buyer
db.createCollection("buyers", {
  validator: {
    $jsonSchema: {
      title: "Each row: one buyer",
      bsonType: "object",
      required: ["schema_version", "credit_limit", "name"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers buyer rows; made by the database and without meaning to people"},
        credit_limit: {
          bsonType: "decimal",
          description: "Exact amount, two digits after the point; the currency stands beside it where there are several",
          minimum: 0
        },
        name: {
          bsonType: "string",
          maxLength: 200,
          description: "Name of a person as they write it; one field, for names have no universal parts",
          minLength: 1
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error",
  changeStreamPreAndPostImages: {enabled: true}
});

// Each row: one hall master
db.createCollection("hall_masters", {
  validator: {
    $jsonSchema: {
      title: "Each row: one hall master",
      bsonType: "object",
      required: ["schema_version", "name"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {
          bsonType: "objectId",
          description: "Numbers hall master rows; made by the database and without meaning to people"
        },
        name: {
          bsonType: "string",
          maxLength: 200,
          description: "Name of a person as they write it; one field, for names have no universal parts",
          minLength: 1
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// Each row: one dutch clock of a hall master and a lot
db.createCollection("dutch_clocks", {
  validator: {
    $jsonSchema: {
      title: "Each row: one dutch clock of a hall master and a lot",
      bsonType: "object",
      required: ["schema_version", "hall_master_id", "lot_id", "created_at", "name"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {
          bsonType: "objectId",
          description: "Numbers dutch clock rows; made by the database and without meaning to people"
        },
        hall_master_id: {bsonType: "objectId", description: "The hall master of this dutch clock"},
        lot_id: {bsonType: "objectId", description: "The lot of this dutch clock"},
        created_at: {bsonType: "date", description: "Instant in UTC"},
        name: {bsonType: "string", maxLength: 120, description: "Name of the dutch clock", minLength: 1}
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// What happened: one bid of a buyer and a lot and a dutch clock
db.createCollection("bids", {
  validator: {
    $jsonSchema: {
      title: "What happened: one bid of a buyer and a lot and a dutch clock",
      bsonType: "object",
      required: ["schema_version", "buyer_id", "lot_id", "dutch_clock_id", "occurred_at", "amount"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers bid rows; made by the database and without meaning to people"},
        buyer_id: {bsonType: "objectId", description: "The buyer of this bid"},
        lot_id: {bsonType: "objectId", description: "The lot of this bid"},
        dutch_clock_id: {bsonType: "objectId", description: "The dutch clock of this bid"},
        occurred_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        amount: {
          bsonType: "decimal",
          description: "Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made",
          minimum: 0
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// What happened: one sale of a lot and a buyer
db.createCollection("sales", {
  validator: {
    $jsonSchema: {
      title: "What happened: one sale of a lot and a buyer",
      bsonType: "object",
      required: ["schema_version", "lot_id", "buyer_id", "occurred_at", "amount"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers sale rows; made by the database and without meaning to people"},
        lot_id: {bsonType: "objectId", description: "The lot of this sale"},
        buyer_id: {bsonType: "objectId", description: "The buyer of this sale"},
        occurred_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        amount: {
          bsonType: "decimal",
          description: "Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made",
          minimum: 0
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
