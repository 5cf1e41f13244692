// Elements without innerHTML: what comes by MQTT only ever becomes text.
const GAP = 100;
const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) { node.addEventListener(name.slice(2), value); }
    else if (value !== null && value !== undefined && value !== false) { node.setAttribute(name, value === true ? ''
        : value); }
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
export const $ = id => document.getElementById(id);

/** Calls a function ten times a second at most, in a frame, however often it is asked for. */
export function eachFrame(draw) {
  let asked = false, last = 0;
  const frame = () => requestAnimationFrame(now => { asked = false; last = now; draw(); });
  return () => {
    if (asked) { return; }
    asked = true;
    const wait = GAP - (performance.now() - last);
    if (wait > 0) { setTimeout(frame, wait); } else { frame(); }
  };
}

/** Sets a text only if it is another one. */
export function say(node, text) {
  if (node.textContent !== text) { node.textContent = text; }
}
