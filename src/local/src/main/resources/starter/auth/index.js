export default {
  async fetch(request, env) {
    const sessions = await env.DB.prepare("SELECT count(*) AS n FROM auth_sessions").first();
    return Response.json({ feature: "auth", sessions: sessions.n });
  },
};
