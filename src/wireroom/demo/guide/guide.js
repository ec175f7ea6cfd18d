/* Puts what has come since on top. What a reader has opened, marked or focused stays where it is. */
const events = document.getElementById("events"), clock = document.getElementById("clock"), pause = document.getElementById("pause");
const name = li => [".head", ".uri"].map(part => li.querySelector(part)?.textContent).join();
async function renew() {
  if (document.hidden || pause.querySelector("input").checked) return;
  let text;
  try {
    text = await (await fetch("/", {cache: "no-store"})).text();
  } catch {
    clock.textContent = "the demo has stopped";
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  clock.textContent = page.getElementById("clock").textContent;
  const before = new Map([...events.children].map(li => [name(li), li]));
  const wanted = [...page.getElementById("events").children].map(li => {
    const was = before.get(name(li));
    return was && was.outerHTML === li.outerHTML ? was : li;
  });
  for (const li of before.values()) if (!wanted.includes(li)) li.remove();
  wanted.forEach((li, at) => { if (events.children[at] !== li) events.insertBefore(li, events.children[at] || null); });
}
pause.hidden = false;
setInterval(renew, 2000);
