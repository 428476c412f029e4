// Databases as people have them: eight shapes, and three that are large.

/** A token that all of them are shared with. */
export const SHAPES_TOKEN = "ntn_5a7c4e10shapestoken0123456789ABCDEFGHIJKLMNOPQRST";

const AUTHORS = "5a7c4e10-0000-4000-8000-0000000a0001";
const COMPANIES = "5a7c4e10-0000-4000-8000-0000000a0002";
const PROJECTS = "5a7c4e10-0000-4000-8000-0000000a0003";
const PLACES = "5a7c4e10-0000-4000-8000-0000000a0004";

/** @param {string} type @param {object} [more] */
const of = (type, more = {}) => ({ type, ...more });

/** @param {string} type @param {...string} names */
const options = (type, ...names) => {
  const colors = ["gray", "blue", "green", "orange", "purple", "red"];
  return of(type, {
    options: names.map((name, at) => ({ name, color: colors[at % colors.length] })),
  });
};

/**
 * @param {string} title
 * @param {string} icon
 * @param {...object} dataSources
 */
const database = (title, icon, ...dataSources) => ({
  title,
  icon,
  sharedWith: [SHAPES_TOKEN],
  dataSources,
});

/** @param {Record<string, object>} properties @param {object} [more] */
const source = (properties, more = {}) => ({ properties, ...more });

const READING_LIST = database(
  "Reading list",
  "📚",
  source({
    Name: of("title"),
    Link: of("url"),
    Status: options("status", "To read", "Reading", "Finished"),
    Author: of("rich_text"),
    Published: of("date"),
    Summary: of("rich_text"),
    Tags: options("multi_select", "essay", "science", "history"),
    "Reading time": of("number"),
    Favourite: of("checkbox"),
    Added: of("created_time"),
  }),
);

const AUTHOR_PAGES = database(
  "Researchers",
  "🧑‍🔬",
  source(
    { Name: of("title") },
    { id: AUTHORS, rows: ["Ada Lovelace", "Emmy Noether", "Grace Hopper", "Lise Meitner"] },
  ),
);

const PAPERS = database(
  "Research papers",
  "📄",
  source({
    Title: of("title"),
    Authors: options("multi_select", "Ada Lovelace"),
    Researchers: of("relation", { dataSource: AUTHORS }),
    DOI: of("rich_text"),
    Journal: options("select", "Nature", "Science"),
    Year: of("number"),
    "Paper URL": of("url"),
    Abstract: of("rich_text"),
    PDF: of("files"),
    Topics: options("multi_select", "computing", "algebra"),
    ID: of("unique_id", { prefix: "P" }),
  }),
);

const COMPANY_PAGES = database(
  "Companies",
  "🏢",
  source({ Name: of("title") }, { id: COMPANIES, rows: ["Harbour & Sons", "Northern Lights"] }),
);

const JOBS = database(
  "Job tracker",
  "💼",
  source({
    Position: of("title"),
    Company: of("relation", { dataSource: COMPANIES }),
    Stage: options("status", "Wishlist", "Applied", "Interview", "Offer", "Rejected"),
    "Job posting": of("url"),
    Salary: of("number"),
    "Applied on": of("date"),
    Recruiter: of("email"),
    Phone: of("phone_number"),
    Remote: of("checkbox"),
    Notes: of("rich_text"),
  }),
);

const RECIPES = database(
  "Recipes",
  "🍲",
  source({
    Recipe: of("title"),
    Source: of("url"),
    Course: options("select", "Starter", "Main", "Dessert"),
    Ingredients: options("multi_select", "leek", "potato", "cream"),
    "Time (minutes)": of("number"),
    Servings: of("number"),
    Photo: of("files"),
    Rating: options("select", "★", "★★", "★★★"),
    "Last cooked": of("date"),
  }),
);

const CRM = database(
  "Contacts",
  "🤝",
  source({
    "Full name": of("title"),
    Company: of("relation", { dataSource: COMPANIES }),
    Email: of("email"),
    Phone: of("phone_number"),
    Website: of("url"),
    Owner: of("people"),
    "Lead status": options("status", "New", "Talking", "Won", "Lost"),
    "Last contact": of("date"),
    Office: of("place"),
    Notes: of("rich_text"),
    "Last edited": of("last_edited_time"),
  }),
);

const BOOKMARKS = database(
  "ブックマーク",
  "🔖",
  source({
    名前: of("title"),
    URL: of("url"),
    説明: of("rich_text"),
    タグ: options("multi_select", "技術", "料理"),
    著者: of("rich_text"),
    公開日: of("date"),
    既読: of("checkbox"),
    状態: options("status", "未読", "読書中", "完了"),
    作成日時: of("created_time"),
  }),
);

const WIKI = database(
  "Team wiki",
  "📖",
  source({
    Page: of("title"),
    Owner: of("people"),
    Verification: of("verification"),
    Tags: options("multi_select", "how-to", "policy"),
    Reference: of("url"),
    Summary: of("rich_text"),
    "Last edited by": of("last_edited_by"),
  }),
);

const TRACKER = database(
  "Project tracker",
  "🗂️",
  source(
    { "Project name": of("title"), Lead: of("people"), Timeline: of("date"), Budget: of("number") },
    { id: PROJECTS, title: "Projects", rows: ["Lighthouse", "Breakwater"] },
  ),
  source(
    {
      "Task name": of("title"),
      Project: of("relation", { dataSource: PROJECTS }),
      Assignee: of("people"),
      Due: of("date"),
      Priority: options("select", "Low", "Medium", "High"),
      Status: options("status", "Backlog", "Doing", "Done"),
      Link: of("url"),
      Description: of("rich_text"),
      Labels: options("multi_select", "bug", "idea"),
    },
    { title: "Tasks" },
  ),
);

/**
 * The eight, by the name that the list of destinations has for them, and with what a page that says
 * all it can gives each.
 */
export const SHAPES = [
  "Reading list",
  "Research papers",
  "Job tracker",
  "Recipes",
  "Contacts",
  "ブックマーク",
  "Team wiki",
  "Tasks",
];

/** Every type that can be set, each once. */
export const EVERY_TYPE = database(
  "Every type",
  "📦",
  source({
    Name: of("title"),
    Text: of("rich_text"),
    Address: of("url"),
    Mail: of("email"),
    Phone: of("phone_number"),
    Number: of("number"),
    Done: of("checkbox"),
    Day: of("date"),
    Kind: options("select", "Essay", "Talk"),
    Status: options("status", "Open", "Doing", "Done"),
    Tags: options("multi_select", "one", "two"),
    Labels: options("multi_select", "red", "green", "blue"),
    Owner: of("people"),
    Related: of("relation", { dataSource: AUTHORS }),
    Attachments: of("files"),
    Where: of("place"),
    Verified: of("verification"),
    Sum: of("formula", { expression: "1 + 1" }),
    Made: of("created_time"),
  }),
);

/** @param {number} count @param {(number: number) => string} name */
const many = (count, name) => Array.from({ length: count }, (_, at) => name(at + 1));

/** @param {string} word */
const numbered = (word) => (/** @type {number} */ number) =>
  `${word} ${String(number).padStart(5, "0")}`;

const KINDS = ["rich_text", "number", "date", "checkbox", "url", "email", "select", "multi_select"];

/** 10,000 options, 80 properties, a relation to 20,000 pages, 2,000 people to choose from. */
export const LARGE = [
  database(
    "All places",
    "🗺️",
    source({ Name: of("title") }, { id: PLACES, rows: many(20_000, numbered("Place")) }),
  ),
  database(
    "Many options",
    "🎨",
    source({
      Name: of("title"),
      Link: of("url"),
      Labels: of("multi_select", { bulkOptions: 10_000 }),
      Topic: of("select", { bulkOptions: 10_000 }),
      Where: of("relation", { dataSource: PLACES }),
      Who: of("people"),
    }),
  ),
  database(
    "Eighty properties",
    "🧮",
    source({
      Name: of("title"),
      Link: of("url"),
      ...Object.fromEntries(
        many(78, (number) => `Property ${number}`).map((name, at) => [
          name,
          options(KINDS[at % KINDS.length] ?? "rich_text", "one", "two"),
        ]),
      ),
    }),
  ),
];

/**
 * A workspace with these databases.
 * @param {object[]} databases
 * @param {number} [people]
 */
export function workspaceOf(databases, people = 2) {
  return {
    workspaces: [
      {
        name: "Shapes",
        users: ["Ada Lovelace", "Grace Hopper", ...many(people - 2, numbered("Person"))].map(
          (name) => ({ name, email: `${name.replace(/\W+/gu, ".").toLowerCase()}@example.test` }),
        ),
        connections: [{ kind: "internal", name: "Satchel", token: SHAPES_TOKEN }],
        databases,
      },
    ],
  };
}

/** All that the eight shapes need, what they are related to before them. */
export const EIGHT = [
  AUTHOR_PAGES,
  COMPANY_PAGES,
  READING_LIST,
  PAPERS,
  JOBS,
  RECIPES,
  CRM,
  BOOKMARKS,
  WIKI,
  TRACKER,
];

/** What "Every type" is related to, and itself. */
export const TYPES = [AUTHOR_PAGES, EVERY_TYPE];
