// E-commerce platform: the collections, and what each accepts. Run the files of this folder in order, once, on a new
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

// Someone who buys; signs in with an e-mail address. addresses: addresses, 1.3 on average, at most 1380
db.createCollection("users", {
  validator: {
    $jsonSchema: {
      title: "Someone who buys; signs in with an e-mail address",
      bsonType: "object",
      required: ["schema_version", "created_at", "email", "full_name", "email_lower"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers user rows; made by the database and without meaning to people"},
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        erased_at: {bsonType: "date", description: "Personal data was emptied on request; orders stay; empty while unknown"},
        email: {
          bsonType: "string",
          maxLength: 254,
          description: "Signs in with it, unique without regard to case",
          pattern: "^[^@ ]+@[^@ ]+[.][^@ ]+$"
        },
        full_name: {
          bsonType: "string",
          maxLength: 200,
          description: "Name of a person as they write it; one field, for names have no universal parts",
          minLength: 1
        },
        phone: {
          bsonType: "string",
          maxLength: 16,
          description: "Telephone number in E.164 form, +49301234567; empty while unknown",
          pattern: "^[+][1-9][0-9]{6,14}$"
        },
        email_lower: {bsonType: "string", description: "email in lower case, to be searched by"},
        addresses: {
          bsonType: "array",
          maxItems: 1380,
          items: {
            bsonType: "object",
            required: ["address_id", "recipient", "street", "postal_code", "city", "country"],
            properties: {
              address_id: {
                bsonType: "objectId",
                description: "Numbers address rows; made by the database and without meaning to people"
              },
              label: {
                bsonType: "string",
                maxLength: 120,
                description: "Label of the address; empty while unknown",
                minLength: 1
              },
              recipient: {
                bsonType: "string",
                maxLength: 200,
                description: "Name of a person as they write it; one field, for names have no universal parts",
                minLength: 1
              },
              street: {bsonType: "string", maxLength: 200, description: "Street of the address", minLength: 1},
              postal_code: {
                bsonType: "string",
                maxLength: 12,
                description: "Postal code of the address",
                pattern: "^[A-Za-z0-9][A-Za-z0-9 -]{1,10}$"
              },
              city: {bsonType: "string", maxLength: 100, description: "City of the address", minLength: 1},
              country: {bsonType: "string", maxLength: 2, description: "ISO 3166-1 alpha-2 code", pattern: "^[A-Z]{2}$"}
            },
            additionalProperties: false
          }
        }
      },
      additionalProperties: false
    },
    $expr: {
      $and: [
        {$or: [{$lte: ["$email", null]}, {$eq: ["$email_lower", {$toLower: "$email"}]}]},
        {
          $eq: [
            {$size: {$setUnion: [{$ifNull: ["$addresses.address_id", []]}, []]}},
            {$size: {$ifNull: ["$addresses.address_id", []]}}
          ]
        }
      ]
    }
  },
  validationLevel: "strict",
  validationAction: "error",
  changeStreamPreAndPostImages: {enabled: true}
});

// Where a product is found in the shop
db.createCollection("categories", {
  validator: {
    $jsonSchema: {
      title: "Where a product is found in the shop",
      bsonType: "object",
      required: ["schema_version", "slug", "name", "name_lower"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {
          bsonType: "objectId",
          description: "Numbers category rows; made by the database and without meaning to people"
        },
        slug: {
          bsonType: "string",
          maxLength: 120,
          description: "In the address of its page",
          pattern: "^[a-z0-9]+(-[a-z0-9]+)*$"
        },
        name: {bsonType: "string", maxLength: 120, description: "Name of the category", minLength: 1},
        name_lower: {bsonType: "string", description: "name in lower case, to be searched by"}
      },
      additionalProperties: false
    },
    $expr: {$and: [{$or: [{$lte: ["$name", null]}, {$eq: ["$name_lower", {$toLower: "$name"}]}]}]}
  },
  validationLevel: "strict",
  validationAction: "error"
});

// What is sold; leaves the shop by its status and never by deletion, since orders refer to it. stock: stocks, one
db.createCollection("products", {
  validator: {
    $jsonSchema: {
      title: "What is sold; leaves the shop by its status and never by deletion, since orders refer to it",
      bsonType: "object",
      required: ["schema_version", "created_at", "sku", "name", "price", "tax_rate", "status", "version"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {
          bsonType: "objectId",
          description: "Numbers product rows; made by the database and without meaning to people"
        },
        category_id: {bsonType: "objectId", description: "The category of this product; empty where there is none"},
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        sku: {
          bsonType: "string",
          maxLength: 40,
          description: "The seller's article number",
          pattern: "^[A-Z0-9][A-Z0-9._-]{1,39}$"
        },
        name: {bsonType: "string", maxLength: 200, description: "Name of the product", minLength: 1},
        description: {
          bsonType: "string",
          maxLength: 4000,
          description: "Description of the product; empty while unknown",
          minLength: 1
        },
        price: {bsonType: "decimal", description: "Price of today, tax included; orders keep the price as sold", minimum: 0},
        tax_rate: {bsonType: "decimal", description: "Per cent, 0 to 100", minimum: 0, maximum: 100},
        status: {
          bsonType: "string",
          enum: ["draft", "on_sale", "withdrawn"],
          description: "State of its life; the values are a rule of the model"
        },
        version: {
          bsonType: "int",
          description: "Counts the changes of the row; “change the price of a product” writes only over the version it has read"
        },
        stock: {
          bsonType: "object",
          required: ["on_hand", "reorder_level"],
          properties: {
            counted_at: {bsonType: "date", description: "Instant in UTC; empty while unknown"},
            on_hand: {bsonType: "int", description: "Pieces that can still be sold", minimum: 0},
            reorder_level: {bsonType: "int", description: "Whole number, zero or more", minimum: 0}
          },
          additionalProperties: false
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error",
  changeStreamPreAndPostImages: {enabled: true}
});

// What a user bought at once, with names, prices and address as sold. lines: order_lines, 2.6 on average, at most
// 1500
db.createCollection("orders", {
  validator: {
    $jsonSchema: {
      title: "What a user bought at once, with names, prices and address as sold",
      bsonType: "object",
      required: [
        "schema_version",
        "user_id",
        "placed_at",
        "idempotency_key",
        "number",
        "status",
        "currency",
        "shipping_cost",
        "total",
        "ship_to_name",
        "ship_to_street",
        "ship_to_postal_code",
        "ship_to_city",
        "ship_to_country"
      ],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers order rows; made by the database and without meaning to people"},
        user_id: {bsonType: "objectId", description: "The user of this order"},
        placed_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        idempotency_key: {
          bsonType: "binData",
          description: "One attempt of one basket gives one order; kept as it was when the row was made"
        },
        number: {
          bsonType: "string",
          maxLength: 40,
          description: "Printed on the receipt, tells nothing of how many orders there are; kept as it was when the row was made",
          pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$"
        },
        status: {
          bsonType: "string",
          enum: ["placed", "paid", "packed", "shipped", "delivered", "cancelled", "returned"],
          description: "State of its life; the values are a rule of the model"
        },
        currency: {
          bsonType: "string",
          maxLength: 3,
          description: "ISO 4217 code; kept as it was when the row was made",
          pattern: "^[A-Z]{3}$"
        },
        shipping_cost: {
          bsonType: "decimal",
          description: "Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made",
          minimum: 0
        },
        total: {
          bsonType: "decimal",
          description: "Sum of its lines, kept by the database; shipping comes on top",
          minimum: 0
        },
        ship_to_name: {
          bsonType: "string",
          maxLength: 200,
          description: "Address as sold: an address book may change later; kept as it was when the row was made",
          minLength: 1
        },
        ship_to_street: {
          bsonType: "string",
          maxLength: 200,
          description: "Ship to street of the order; kept as it was when the row was made",
          minLength: 1
        },
        ship_to_postal_code: {
          bsonType: "string",
          maxLength: 12,
          description: "Ship to postal code of the order; kept as it was when the row was made",
          pattern: "^[A-Za-z0-9][A-Za-z0-9 -]{1,10}$"
        },
        ship_to_city: {
          bsonType: "string",
          maxLength: 100,
          description: "Ship to city of the order; kept as it was when the row was made",
          minLength: 1
        },
        ship_to_country: {
          bsonType: "string",
          maxLength: 2,
          description: "ISO 3166-1 alpha-2 code; kept as it was when the row was made",
          pattern: "^[A-Z]{2}$"
        },
        lines: {
          bsonType: "array",
          maxItems: 1500,
          items: {
            bsonType: "object",
            required: ["product_id", "quantity", "line_number", "product_name", "unit_price", "tax_rate"],
            properties: {
              product_id: {bsonType: "objectId", description: "The product of this order line"},
              quantity: {bsonType: "int", description: "Whole number above zero", minimum: 0, exclusiveMinimum: true},
              line_number: {
                bsonType: "int",
                description: "Place in its list, from 1; kept as it was when the row was made",
                minimum: 0,
                exclusiveMinimum: true
              },
              product_name: {
                bsonType: "string",
                maxLength: 200,
                description: "As sold; kept as it was when the row was made",
                minLength: 1
              },
              unit_price: {
                bsonType: "decimal",
                description: "As sold, tax included; kept as it was when the row was made",
                minimum: 0
              },
              tax_rate: {
                bsonType: "decimal",
                description: "As sold; kept as it was when the row was made",
                minimum: 0,
                maximum: 100
              }
            },
            additionalProperties: false
          }
        }
      },
      additionalProperties: false
    },
    $expr: {
      $and: [
        {
          $eq: [
            {$size: {$setUnion: [{$ifNull: ["$lines.line_number", []]}, []]}},
            {$size: {$ifNull: ["$lines.line_number", []]}}
          ]
        }
      ]
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// Password hash of a user, in a table with grants of its own
db.createCollection("credentials", {
  validator: {
    $jsonSchema: {
      title: "Password hash of a user, in a table with grants of its own",
      bsonType: "object",
      required: ["schema_version", "changed_at", "password_hash"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "The user of this credential"},
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
  validationAction: "error",
  changeStreamPreAndPostImages: {enabled: true}
});

// Money asked of or given back to the payer of an order; a refund is a row of its own
db.createCollection("payments", {
  validator: {
    $jsonSchema: {
      title: "Money asked of or given back to the payer of an order; a refund is a row of its own",
      bsonType: "object",
      required: ["schema_version", "order_id", "created_at", "provider_reference", "amount", "method", "direction", "status"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {
          bsonType: "objectId",
          description: "Numbers payment rows; made by the database and without meaning to people"
        },
        order_id: {bsonType: "objectId", description: "The order of this payment"},
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        provider_reference: {
          bsonType: "string",
          maxLength: 120,
          description: "How the payment provider names it; kept as it was when the row was made",
          minLength: 1
        },
        amount: {
          bsonType: "decimal",
          description: "Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made",
          minimum: 0,
          exclusiveMinimum: true
        },
        method: {
          bsonType: "string",
          maxLength: 60,
          description: "Card, wallet, transfer; card numbers stay with the provider; kept as it was when the row was made",
          minLength: 1
        },
        direction: {
          bsonType: "string",
          maxLength: 60,
          enum: ["charge", "refund"],
          description: "Charge or refund: money given back is a row of its own; kept as it was when the row was made"
        },
        status: {
          bsonType: "string",
          enum: ["pending", "authorized", "captured", "failed", "voided"],
          description: "State of its life; the values are a rule of the model"
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error",
  changeStreamPreAndPostImages: {enabled: true}
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
