// An MQTT 5 client for this page: CONNECT, SUBSCRIBE, PUBLISH at QoS 0, 1, 2 and their answers, over a WebSocket.
// Sections are those of the MQTT 5 standard. Lengths are checked: a stranger may have sent what comes.
const utf8 = new TextEncoder(), text = new TextDecoder();
const int16 = n => [n >> 8, n & 255];
const string = s => { const b = utf8.encode(s); return [...int16(b.length), ...b]; };
const join = (a, b) => { const c = new Uint8Array(a.length + b.length); c.set(a); c.set(b, a.length); return c; };

export function varint(n) { // 1.5.5
  const out = []; do { const b = n % 128; n = Math.floor(n / 128); out.push(n ? b | 128 : b); } while (n);
  return out;
}
const packet = (first, ...parts) => {
  const body = parts.flat(); return Uint8Array.from([first, ...varint(body.length), ...body]);
};
export const connect = ({ clientId, username, password, keepAlive }) => // 3.1; it takes packets of 256 KiB at most
  packet(0x10, string('MQTT'), 5, 2 | (username ? 0x80 : 0) | (password ? 0x40 : 0), int16(keepAlive),
      5, 0x27, 0, 4, 0, 0, string(clientId), username ? string(username) : [], password ? string(password) : []);
export const subscribe = (id, filters, qos) => // 3.8
  packet(0x82, int16(id), 0, filters.flatMap(filter => [...string(filter), qos]));
export const publish = (id, topic, payload, qos) => // 3.3
  packet(0x30 | qos << 1, string(topic), qos ? int16(id) : [], 0, [...utf8.encode(payload)]);
export const answer = (type, id) => packet(type << 4 | (type === 6 ? 2 : 0), int16(id)); // 3.4 to 3.7
export const pingreq = () => packet(0xc0), disconnect = () => packet(0xe0);

/** The packet at the beginning of the bytes, and its size; null if it is not complete. */
export function parse(bytes) {
  let at = 1, size = 0, shift = 1, b;
  do {
    if (at >= bytes.length) { return null; }
    if (at > 4) { throw new Error('malformed remaining length'); }
    b = bytes[at++]; size += (b & 127) * shift; shift *= 128;
  } while (b & 128);
  const end = at + size;
  if (bytes.length < end) { return null; }
  const p = { type: bytes[0] >> 4, size: end };
  const need = n => { if (at + n > end) { throw new Error('malformed packet'); } };
  const u8 = () => { need(1); return bytes[at++]; }, u16 = () => u8() << 8 | u8();
  const properties = () => {
    let n = 0, m = 1, c; do { c = u8(); n += (c & 127) * m; m *= 128; } while (c & 128); need(n); at += n;
  };
  if (p.type === 2) { p.session = u8(); p.code = u8(); }
  if (p.type === 3) {
    p.qos = bytes[0] >> 1 & 3; p.retain = (bytes[0] & 1) === 1;
    const n = u16(); need(n); p.topic = text.decode(bytes.subarray(at, at + n)); at += n;
    if (p.qos) { p.id = u16(); }
    properties();
    p.payload = bytes.slice(at, end);
  }
  if (p.type >= 4 && p.type <= 7) { p.id = u16(); p.code = at < end ? u8() : 0; }
  if (p.type === 9) { p.id = u16(); properties(); p.codes = [...bytes.subarray(at, end)]; }
  if (p.type === 14) { p.code = at < end ? u8() : 0; }
  return p;
}

/**
 * A connection. on = {open, message(topic, payload, retain), close(why), packet(sent, bytes)}; why has a code of MQTT
 * (mqtt) or of the WebSocket (socket), and the reason in words if there is one.
 */
export class Client {
  constructor(url, login, on) {
    Object.assign(this, { on, next: 1, waiting: new Map(), rest: new Uint8Array(0), heard: performance.now() });
    this.socket = new WebSocket(url, 'mqtt');
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => this.ended ? this.socket.close() : this.send(connect({ ...login, keepAlive: 15 }));
    this.socket.onmessage = event => this.take(new Uint8Array(event.data));
    this.socket.onclose = event => this.end({ socket: event.code, reason: event.reason });
    this.timer = setInterval(() => this.watch(), 1000);
  }
  watch() { // 3.1.2.10: something is sent in each half of the keep alive, and the answer shows that the server lives
    const now = performance.now();
    if (now - this.heard > 12000) { this.end({ reason: 'silent' }); }
    if (this.open && now - this.sent > 5000) { this.send(pingreq()); }
  }
  send(bytes) {
    if (this.socket.readyState !== 1) { return; }
    this.socket.send(bytes); this.sent = performance.now(); this.on.packet?.(true, bytes);
  }
  acknowledge(bytes) { // some together in one frame (6.0): a frame for each costs more than all else
    if (!this.acks) { setTimeout(() => this.flush(), 20); }
    this.acks = join(this.acks ?? new Uint8Array(0), bytes); this.on.packet?.(true, bytes);
  }
  flush() { if (this.socket.readyState === 1) { this.socket.send(this.acks); } this.acks = null; }
  take(data) {
    this.heard = performance.now();
    let all = this.rest.length ? join(this.rest, data) : data, p;
    try {
      while (!this.ended && all.length && (p = parse(all))) {
        this.on.packet?.(false, all.subarray(0, p.size));
        this.got(p);
        all = all.subarray(p.size);
      }
      this.rest = all.slice();
    } catch (e) { this.end({ reason: e.message }); }
  }
  got(p) {
    if (p.type === 2 && !p.code) { this.open = true; this.on.open?.(); }
    if (p.type === 3) {
      if (p.qos === 1) { this.acknowledge(answer(4, p.id)); } else if (p.qos) { this.send(answer(5, p.id)); }
      this.on.message?.(p.topic, p.payload, p.retain);
    }
    if (p.type === 5 && p.code < 0x80) { this.send(answer(6, p.id)); return; }
    if (p.type === 6) { this.send(answer(7, p.id)); }
    if ([4, 5, 7, 9].includes(p.type)) { this.waiting.get(p.id)?.(p.codes ?? p.code); this.waiting.delete(p.id); }
    if (p.type === 14 || p.type === 2 && p.code) { this.end({ mqtt: p.code }); }
  }
  ask(make) { // resolves with the reason codes of the answer
    const id = this.next; this.next = id % 65535 + 1;
    return new Promise(done => { this.waiting.set(id, done); this.send(make(id)); });
  }
  subscribe(filters, qos = 0) { return this.ask(id => subscribe(id, filters, qos)); }
  publish(topic, payload, qos) {
    return qos ? this.ask(id => publish(id, topic, payload, qos)) : this.send(publish(0, topic, payload, 0));
  }
  end(why) {
    if (this.ended) { return; }
    this.ended = true; clearInterval(this.timer); this.send(disconnect());
    if (this.socket.readyState) { this.socket.close(); } // else when it opens
    this.on.close?.(why);
  }
}
