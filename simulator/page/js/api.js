/** The page's own API. Every change carries a header that no other site's form can send. */

const GUARD = { "X-Simulator": "page" };

/** Posts a wish as JSON; throws an Error with the simulator's words when it says no. */
export async function post(path, wish = {}) {
  const headers = { ...GUARD, "Content-Type": "application/json" };
  return answered(await fetch(`/simulator/${path}`, { method: "POST", headers, body: JSON.stringify(wish) }));
}

/** Sends a file as it is. */
export async function postFile(path, file) {
  const headers = { ...GUARD, "Content-Type": file.type || "application/octet-stream" };
  return answered(await fetch(`/simulator/${path}`, { method: "POST", headers, body: file }));
}

/** What has changed since a revision; waits for it if nothing has. */
export async function news(since) {
  return answered(await fetch(`/simulator/state?since=${since}`));
}

async function answered(response) {
  if (response.ok) return response.json();
  const body = await response.json().catch(() => ({}));
  throw new Error(body.message ?? `${response.status} ${response.statusText}`);
}
