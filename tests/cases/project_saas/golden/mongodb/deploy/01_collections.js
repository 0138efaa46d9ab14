// Multi-tenant project management SaaS: the collections, and what each accepts. Run the files of this folder in
// order, once, on a new database: operate/deploy.sh does, with mongosh.

// What is there belongs to others, or to an earlier deployment: nothing is made beside it.
const requireEmpty = () => {
  const there = db.getCollectionNames().filter((name) => !name.startsWith("system.") && name !== "relvar_test").sort();
  const more = there.length > 3 ? ` and ${there.length - 3} more` : "";
  if (there.length)
    throw new Error(`the database ${db.getName()} holds ${there.slice(0, 3).join(", ")}${more} already: ` +
      "nothing was made. Name an empty database; what a deployment left half-made goes with migrations/0001_create.down.js");
};

requireEmpty();

// A customer whose data nobody else sees
db.createCollection("organizations", {
  validator: {
    $jsonSchema: {
      title: "A customer whose data nobody else sees",
      bsonType: "object",
      required: ["schema_version", "created_at", "slug", "name", "plan_value"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {
          bsonType: "objectId",
          description: "Numbers organization rows; made by the database and without meaning to people"
        },
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        slug: {
          bsonType: "string",
          maxLength: 120,
          description: "In the address of its pages",
          pattern: "^[a-z0-9]+(-[a-z0-9]+)*$"
        },
        name: {bsonType: "string", maxLength: 120, description: "Name of the organization", minLength: 1},
        plan_value: {
          bsonType: "string",
          maxLength: 60,
          enum: ["free", "team", "business"],
          description: "Plan of the organization"
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// A person in one organization; the same person in another is another member
db.createCollection("members", {
  validator: {
    $jsonSchema: {
      title: "A person in one organization; the same person in another is another member",
      bsonType: "object",
      required: [
        "schema_version",
        "organization_id",
        "created_at",
        "email",
        "display_name",
        "role_value",
        "time_zone",
        "idempotency_key"
      ],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        organization_id: {
          bsonType: "objectId",
          description: "Whose row it is: every key and reference of this table begins with the organization"
        },
        _id: {bsonType: "objectId", description: "Numbers member rows; made by the database and without meaning to people"},
        deactivated_at: {bsonType: "date", description: "Left the organization; what was written stays theirs; empty while unknown"},
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        email: {
          bsonType: "string",
          maxLength: 254,
          description: "E-mail address, compared without regard to case",
          pattern: "^[^@ ]+@[^@ ]+[.][^@ ]+$"
        },
        display_name: {
          bsonType: "string",
          maxLength: 200,
          description: "Name of a person as they write it; one field, for names have no universal parts",
          minLength: 1
        },
        role_value: {
          bsonType: "string",
          maxLength: 60,
          enum: ["owner", "admin", "member", "guest"],
          description: "Role of the member"
        },
        time_zone: {
          bsonType: "string",
          maxLength: 40,
          description: "Name in the IANA time zone database, Europe/Berlin",
          pattern: "^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$"
        },
        idempotency_key: {
          bsonType: "binData",
          description: "Chosen by the caller before the first try; a repeated request finds its members row instead of making a second"
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error",
  changeStreamPreAndPostImages: {enabled: true}
});

// A body of work of one organization
db.createCollection("projects", {
  validator: {
    $jsonSchema: {
      title: "A body of work of one organization",
      bsonType: "object",
      required: ["schema_version", "organization_id", "created_at", "name", "status"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        organization_id: {
          bsonType: "objectId",
          description: "Whose row it is: every key and reference of this table begins with the organization"
        },
        _id: {
          bsonType: "objectId",
          description: "Numbers project rows; made by the database and without meaning to people"
        },
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        name: {bsonType: "string", maxLength: 120, description: "Name of the project", minLength: 1},
        description: {
          bsonType: "string",
          maxLength: 4000,
          description: "Description of the project; empty while unknown",
          minLength: 1
        },
        status: {
          bsonType: "string",
          enum: ["active", "on_hold", "archived"],
          description: "State of its life; the values are a rule of the model"
        }
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// One piece of work in a project
db.createCollection("tasks", {
  validator: {
    $jsonSchema: {
      title: "One piece of work in a project",
      bsonType: "object",
      required: [
        "schema_version",
        "organization_id",
        "project_id",
        "member_id",
        "created_at",
        "title",
        "priority",
        "status",
        "version"
      ],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        organization_id: {
          bsonType: "objectId",
          description: "Whose row it is: every key and reference of this table begins with the organization"
        },
        _id: {bsonType: "objectId", description: "Numbers task rows; made by the database and without meaning to people"},
        project_id: {bsonType: "objectId", description: "The project of this task"},
        member_id: {bsonType: "objectId", description: "The member of this task"},
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        completed_at: {bsonType: "date", description: "Set with the last state, for the reports; empty while unknown"},
        due_date: {bsonType: "date", description: "Calendar day, where the hour has no meaning; empty while unknown"},
        title: {bsonType: "string", maxLength: 200, description: "Title of the task", minLength: 1},
        description: {
          bsonType: "string",
          maxLength: 4000,
          description: "Description of the task; empty while unknown",
          minLength: 1
        },
        priority: {bsonType: "string", description: "Priority of the task", enum: ["low", "normal", "high", "urgent"]},
        status: {
          bsonType: "string",
          enum: ["todo", "in progress", "done"],
          description: "State of its life; the values are a rule of the model"
        },
        version: {
          bsonType: "int",
          description: "Counts the changes of the row; “edit a task” writes only over the version it has read"
        }
      },
      additionalProperties: false
    },
    $expr: {$and: [{$not: [{$and: [{$eq: ["$status", "done"]}, {$lte: ["$completed_at", null]}]}]}]}
  },
  validationLevel: "strict",
  validationAction: "error"
});

// Each row: one manager
db.createCollection("managers", {
  validator: {
    $jsonSchema: {
      title: "Each row: one manager",
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
          description: "Numbers manager rows; made by the database and without meaning to people"
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

// Each row: one board
db.createCollection("boards", {
  validator: {
    $jsonSchema: {
      title: "Each row: one board",
      bsonType: "object",
      required: ["schema_version", "name", "name_lower"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        _id: {bsonType: "objectId", description: "Numbers board rows; made by the database and without meaning to people"},
        name: {bsonType: "string", maxLength: 120, description: "Name of the board", minLength: 1},
        name_lower: {bsonType: "string", description: "name in lower case, to be searched by"}
      },
      additionalProperties: false
    },
    $expr: {$and: [{$or: [{$lte: ["$name", null]}, {$eq: ["$name_lower", {$toLower: "$name"}]}]}]}
  },
  validationLevel: "strict",
  validationAction: "error"
});

// What a member says to a task
db.createCollection("comments", {
  validator: {
    $jsonSchema: {
      title: "What a member says to a task",
      bsonType: "object",
      required: ["schema_version", "organization_id", "task_id", "member_id", "created_at", "body"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        organization_id: {
          bsonType: "objectId",
          description: "Whose row it is: every key and reference of this table begins with the organization"
        },
        _id: {
          bsonType: "objectId",
          description: "Numbers comment rows; made by the database and without meaning to people"
        },
        task_id: {bsonType: "objectId", description: "The task of this comment"},
        member_id: {bsonType: "objectId", description: "The member of this comment"},
        created_at: {bsonType: "date", description: "Instant in UTC; kept as it was when the row was made"},
        body: {bsonType: "string", maxLength: 2000, description: "Body of the comment", minLength: 1}
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// A word of the organization that tasks are sorted by
db.createCollection("labels", {
  validator: {
    $jsonSchema: {
      title: "A word of the organization that tasks are sorted by",
      bsonType: "object",
      required: ["schema_version", "organization_id", "name"],
      properties: {
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        organization_id: {
          bsonType: "objectId",
          description: "Whose row it is: every key and reference of this table begins with the organization"
        },
        _id: {bsonType: "objectId", description: "Numbers label rows; made by the database and without meaning to people"},
        name: {bsonType: "string", maxLength: 120, description: "Name of the label", minLength: 1},
        color: {bsonType: "string", maxLength: 40, description: "Color of the label; empty while unknown", minLength: 1}
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});

// Password hash of a member, in a table with grants of its own
db.createCollection("credentials", {
  validator: {
    $jsonSchema: {
      title: "Password hash of a member, in a table with grants of its own",
      bsonType: "object",
      required: ["schema_version", "organization_id", "member_id", "changed_at", "password_hash"],
      properties: {
        _id: {bsonType: "objectId"},
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        organization_id: {
          bsonType: "objectId",
          description: "Whose row it is: every key and reference of this table begins with the organization"
        },
        member_id: {bsonType: "objectId", description: "The member of this credential"},
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

// A task carries a label
db.createCollection("task_labels", {
  validator: {
    $jsonSchema: {
      title: "A task carries a label",
      bsonType: "object",
      required: ["schema_version", "organization_id", "task_id", "label_id"],
      properties: {
        _id: {bsonType: "objectId"},
        schema_version: {
          bsonType: "int",
          minimum: 1,
          description: "the form of this document: readers know this one and the one before"
        },
        organization_id: {
          bsonType: "objectId",
          description: "Whose row it is: every key and reference of this table begins with the organization"
        },
        task_id: {bsonType: "objectId", description: "The task of this task label"},
        label_id: {bsonType: "objectId", description: "The label of this task label"}
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
        },
        organization_id: {bsonType: "long", description: "Whose row it was: the organization"}
      },
      additionalProperties: false
    }
  },
  validationLevel: "strict",
  validationAction: "error"
});
