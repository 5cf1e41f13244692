// What the page knows: last values by topic, the newest reading, the rate, the broker's figures, the state of the
// connection. Everything is bounded.
import { Client } from './mqtt.js';

const RETRY = 1000;
const HISTORY = 60;
const MAX_FIGURES = 120;
const MAX_PAYLOAD = 65536;
const decoder = new TextDecoder();

/** The number of a payload: the JSON number, or the member value of a JSON object; null if there is none. */
export function reading(payload) {
  if (payload.length > MAX_PAYLOAD) { return null; }
  try {
    const json = JSON.parse(decoder.decode(payload));
    const value = typeof json === 'object' && json !== null ? json.value : json;
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  } catch { return null; }
}

export class Store extends EventTarget {
  constructor(config) {
    super();
    this.config = config;
    this.values = new Map();
    this.figures = new Map();
    this.faults = new Map();
    this.loggedIn = config.loggedIn;
    this.offset = config.now - Date.now();
    this.state = { name: 'connecting' };
    this.health = null;
    this.arrivals = [];
    this.known = new Set(config.buildings.map(building => building.name));
    this.sensors = new Map(config.sensors.map(sensor => [sensor.name, sensor]));
    const inRoom = config.wings.length * config.sensors.length;
    this.count = config.buildings.reduce((sum, b) => sum + b.floors * b.roomsPerWing * inRoom, 0);
  }
  now() { return Date.now() + this.offset; }
  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
  login() { return { username: this.config.username, password: this.config.password }; }
  url() { return `ws://${location.host}/campus/mqtt`; }
  /** A client identifier of this page alone. */
  id(role) {
    return `page-${role}-${Array.from(crypto.getRandomValues(new Uint8Array(6)), b => b.toString(36)).join('')}`;
  }

  /** Connects, and again whenever it is lost, until the page is hidden. */
  start() {
    if (this.client || this.paused) { return; }
    if (this.values.size === 0) { this.loadValues(); }
    this.client = new Client(this.url(), { ...this.login(), clientId: this.id('building') }, {
      open: () => this.opened(),
      message: (topic, payload, retain) => this.take(topic, payload, retain),
      close: why => this.closed(why),
    });
  }
  async opened() {
    const client = this.client;
    const filters = [...this.config.buildings.map(building => `${building.name}/#`), '$SYS/#'];
    const answered = client.subscribe(filters);
    this.set({ name: 'connected' });
    this.loadValues();
    const codes = await answered;
    const refused = codes.findIndex(code => code >= 0x80);
    if (refused >= 0 && client === this.client) {
      this.set({ name: 'connected', refused: filters[refused], code: codes[refused] });
    }
  }
  closed(why) {
    this.client = null;
    if (this.paused) { return; }
    const since = this.state.name === 'lost' ? this.state.since : this.now();
    this.set({ name: 'lost', why, since });
    setTimeout(() => this.start(), RETRY);
  }
  set(state) { this.state = state; this.tell('state'); }

  pause() {
    this.paused = true;
    this.client?.end({ reason: 'hidden' });
    this.client = null;
    this.set({ name: 'paused' });
  }
  resume() {
    this.paused = false;
    this.arrivals = [];
    this.set({ name: 'connecting' });
    this.start();
  }

  async loadValues() {
    const answer = await fetchJson('/values.json');
    if (!answer) { return; }
    this.offset = answer.now - Date.now();
    for (const [topic, time, value] of answer.values) {
      const known = this.values.get(topic);
      if (!known || known.time < time) { this.put(topic, value, time, false); }
    }
    this.tell('loaded');
  }
  take(topic, payload, retain) {
    if (topic.startsWith('$SYS/')) { this.figure(topic, decoder.decode(payload.subarray(0, 100)), retain); return; }
    const value = reading(payload);
    if (value !== null) { this.put(topic, value, this.now(), true); }
  }
  put(topic, value, time, live) {
    const levels = topic.split('/');
    if (levels.length !== 5 || !this.known.has(levels[0]) || !this.sensors.has(levels[4])) { return; }
    let kept = this.values.get(topic);
    if (!kept) {
      if (this.values.size >= Math.min(this.count, 20000)) { return; }
      this.values.set(topic, kept = { topic, levels, history: [] });
    }
    Object.assign(kept, { value, time });
    if (live) {
      this.newest = kept;
      this.arrivals.push(time);
      if (kept.history.push([time, value]) > HISTORY) { kept.history.shift(); }
      this.onvalue?.(kept);
    } else if (!this.newest || this.newest.time < time) { this.newest = kept; }
  }
  /** Readings a second over the last ten seconds that have passed; by the clock, not by the number of timers. */
  rate() {
    const now = this.now(), from = now - 10000;
    let old = 0;
    while (old < this.arrivals.length && this.arrivals[old] < from) { old++; }
    this.arrivals.splice(0, old);
    const span = Math.min(10, (now - (this.begun ??= now)) / 1000);
    return span < 1 ? null : this.arrivals.length / span;
  }
  /** A figure that grows has a rate: between two messages that came when the broker sent them, not retained ones. */
  figure(topic, text, retain) {
    let figure = this.figures.get(topic);
    if (!figure) {
      if (this.figures.size >= MAX_FIGURES) { return; }
      this.figures.set(topic, figure = { topic });
    }
    const time = retain ? null : this.now(), value = Number(text);
    if (time && figure.time && time - figure.time > 200 && /(received|sent)$/.test(topic)) {
      figure.rate = (value - figure.value) / ((time - figure.time) / 1000);
    }
    Object.assign(figure, { text, value, time });
    this.tell('figures');
  }

  /** The sensors whose last reading was faulty, by topic: the truth, which only the teacher gets. */
  async loadFaults(wanted) {
    const answer = wanted ? await fetchJson('/faults.json') : null;
    this.faults = new Map((this.loggedIn && answer || []).map(fault => [fault.topic, fault]));
  }
  setLoggedIn(loggedIn) {
    if (this.loggedIn !== loggedIn) { this.loggedIn = loggedIn; this.tell('login'); }
  }
  async checkHealth() {
    const report = await fetchJson('/health', true);
    this.health = report;
    this.tell('health');
  }
  /** The last minutes of a sensor: what the server has kept, and what came since. */
  async history(topic) {
    const answer = await fetchJson(`/history.json?topic=${encodeURIComponent(topic)}`);
    const kept = this.values.get(topic);
    if (answer && kept) {
      const last = answer.values.length ? answer.values[answer.values.length - 1][0] : 0;
      kept.history = [...answer.values, ...kept.history.filter(([time]) => time > last + 500)].slice(-HISTORY);
    }
    return kept?.history ?? [];
  }
}

export async function fetchJson(path, evenIfFailed) {
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(3000) });
    return response.ok || evenIfFailed && response.status === 503 ? await response.json() : null;
  } catch { return null; }
}
