// The panel El cable: a publication of the visitor's own, as the packets that its own connection sent and received.
import { $, el, say } from './dom.js';
import { Client } from './mqtt.js';
import { number, t } from './text.js';
import { hex, reason } from './wildcards.js';

const NAMES = ['', 'CONNECT', 'CONNACK', 'PUBLISH', 'PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP', 'SUBSCRIBE', 'SUBACK',
  'UNSUBSCRIBE', 'UNSUBACK', 'PINGREQ', 'PINGRESP', 'DISCONNECT', 'AUTH'];
const MOST = 64;

export class WirePanel {
  constructor(store) {
    this.store = store;
    this.packets = [];
    $('wire-form').addEventListener('submit', event => { event.preventDefault(); this.publish(); });
  }
  render() { this.draw(); }

  publish() {
    const topic = $('wire-topic').value, message = $('wire-message').value, qos = Number($('wire-qos').value);
    this.client?.end({ reason: 'again' });
    this.packets = []; this.began = performance.now(); this.sum = null;
    const client = this.client = new Client(this.store.url(), { ...this.store.login(),
        clientId: this.store.id('wire') }, {
      packet: (sent, bytes) => {
        if (client === this.client) { this.packets.push({ sent, bytes: bytes.slice(), time: performance.now() });
            this.draw(); }
      },
      open: async () => {
        const code = await client.publish(topic, message, qos);
        this.code = code ?? 0; this.payload = new TextEncoder().encode(message).length;
        setTimeout(() => client.end({ reason: 'done' }), 50);
      },
      close: why => {
        this.code = why.mqtt ?? this.code;
        this.lost = Boolean(why.socket); this.done = true; this.draw();
      },
    });
    this.done = false; this.code = 0;
    this.draw();
  }
  draw() {
    const own = this.packets.filter(packet => [3, 4, 5, 6, 7].includes(packet.bytes[0] >> 4));
    const total = own.reduce((sum, packet) => sum + packet.bytes.length, 0);
    say($('wire-note'), this.lost ? t('wireWait') : this.code >= 0x80 ? t('refused', { why: reason(this.code),
        code: hex(this.code) })
        : this.done && total ? t('overhead', { payload: number(this.payload), total: number(total),
          percent: number(Math.round(100 * (total - this.payload) / total)) }) : '');
    $('packets').hidden = this.packets.length === 0;
    $('packets').replaceChildren(...this.packets.map(({ sent, bytes, time }) => {
      const type = bytes[0] >> 4, qos = type === 3 ? ` QoS ${bytes[0] >> 1 & 3}` : '';
      const shown = [...bytes.subarray(0, MOST)].map(b => b.toString(16).padStart(2, '0')).join(' ');
      return el('li', { class: sent ? 'sent' : 'received' }, el('span', { class: 'arrow', 'aria-hidden': 'true' },
          sent ? '→' : '←'),
          el('strong', null, `${NAMES[type]}${qos}`), el('span', null, t(sent ? 'sent' : 'received')),
          el('span', null, t('bytes', { n: number(bytes.length) })), el('span', null,
              `${number(Math.round((time - this.began) * 10) / 10)} ms`),
          el('code', { class: 'hex' }, shown + (bytes.length > MOST ? ' …' : '')));
    }));
  }
}
