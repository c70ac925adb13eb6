export default {
  async fetch(request, env) {
    const counted = await env.DB.prepare("SELECT count(*) AS n FROM analytics_events").first();
    return Response.json({ feature: "analytics", events: counted.n });
  },
};
