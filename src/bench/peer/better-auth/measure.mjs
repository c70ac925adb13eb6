// better-auth in this process, on the same PostgreSQL, told by standard input what to run how often.
// Line in: "<check> <runs>"; line out: seconds a run took on average. Set up as its documentation says, without the cost of
// a password hash, which is no matter of design: both sides leave it out.
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { organization } from "better-auth/plugins";
import pg from "pg";
import { createInterface } from "node:readline";

const email = "ada@bench.test";
const password = "a long walk on a short pier";

const pool = new pg.Pool({ connectionString: process.env.PEER_DATABASE_URL, max: 4 });
const options = {
  baseURL: "http://localhost:3000",
  secret: "a secret of nothing, for as long as the run",
  database: pool,
  logger: { level: "error" },
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  emailAndPassword: {
    enabled: true,
    password: {
      hash: async (typed) => `none:${typed}`,
      verify: async ({ hash, password: typed }) => hash === `none:${typed}`,
    },
  },
  plugins: [
    organization(),
    apiKey({ rateLimit: { enabled: true, timeWindow: 86_400_000, maxRequests: 1_000_000_000 } }),
  ],
};
await (await getMigrations(options)).runMigrations();

const auth = betterAuth(options);
const { user } = await auth.api.signUpEmail({ body: { email, password, name: "Ada" } });
const signedIn = await auth.api.signInEmail({ body: { email, password }, asResponse: true });
const cookie = signedIn.headers
  .getSetCookie()
  .map((line) => line.split(";")[0])
  .join("; ");
const headers = new Headers({ cookie });
await auth.api.createOrganization({ body: { name: "Bench", slug: "bench" }, headers });
const { key } = await auth.api.createApiKey({ body: { name: "bench", userId: user.id } });

function must(right, what) {
  if (!right) throw new Error(`${what} was refused`);
}

const checks = {
  session: async () => must(await auth.api.getSession({ headers }), "the session"),
  key: async () => must((await auth.api.verifyApiKey({ body: { key } })).valid, "the key"),
  "sign-in": async () =>
    must((await auth.api.signInEmail({ body: { email, password } })).token, "the sign-in"),
};

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [name, runs] = line.split(" ");
  const began = process.hrtime.bigint();
  for (let run = 0; run < Number(runs); run++) await checks[name]();
  console.log(Number(process.hrtime.bigint() - began) / 1e9 / Number(runs));
}
await pool.end();
