// The panel Comodines: a filter is typed and seen at work. A connection of its own subscribes to it, so that the
// messages that arrive are those of the filter.
import { Building } from './building.js';
import { $, eachFrame, el, say } from './dom.js';
import { broken, compare, matches, unshared } from './filter.js';
import { Client } from './mqtt.js';
import { number, t } from './text.js';

const TYPING = 300, MOST_MESSAGES = 40, MOST_LENGTH = 300, RETRY = 1000;
const LEVELS = ['levelBuilding', 'levelFloor', 'levelWing', 'levelRoom', 'levelSensor'];
const decoder = new TextDecoder();

/** A reason code of MQTT 5 section 2.4 in words. */
export const reason = code => { const key = `reason${code}`, text = t(key); return text === key ? t('reasonOther')
    : text; };
export const hex = code => `0x${code.toString(16).toUpperCase().padStart(2, '0')}`;

export class WildcardsPanel {
  constructor(store) {
    this.store = store;
    this.map = new Building($('map'), store, key => this.explain(key));
    this.messages = [];
    this.list = eachFrame(() => this.drawMessages());
    $('filter-form').addEventListener('submit', event => { event.preventDefault(); this.type(); });
    $('filter').addEventListener('input', () => this.type());
    $('filter-clear').addEventListener('click', () => { this.set(''); $('filter').focus(); });
    const name = store.config.buildings[0].name;
    this.presets = [['presetTemp', `${name}/+/+/+/TEMP`], ['presetVibr', `${name}/P_2/O/+/VIBR`],
      ['presetRoom', `${name}/P_7/S/4/+`], ['presetAll', `${name}/#`], ['presetWrong', '+/+/+/TEMP'],
      ['presetSalon', 'salon/#'], ['presetSys', '$SYS/#'], ['presetHash', '#']];
    $('filter').value = this.presets[0][1];
  }
  render() {
    this.map.build();
    $('presets').replaceChildren(...this.presets.map(([key, filter]) => el('button', { type: 'button', class: 'chip',
      onclick: () => this.set(filter) }, el('span', null, t(key)), el('code', null, filter))));
    this.check();
    this.explain(this.picked);
    this.drawMessages();
  }
  open() { this.shown = true; this.check(); this.map.tick(true); this.ask(); }
  close() { this.shown = false; this.client?.end({ reason: 'left' }); this.client = null; this.asked = null; }
  set(filter) { $('filter').value = filter; this.type(); }
  type() {
    this.check();
    if ($('filter').value !== this.asked) { this.tell('', ''); }
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.ask(), TYPING);
  }

  /** Shows what can be said without the broker. */
  check() {
    const filter = $('filter').value, rule = broken(filter);
    this.rule = rule;
    $('filter').setAttribute('aria-invalid', String(Boolean(rule)));
    const own = /^\$share(\/|$)/.test(filter) ? unshared(filter) : filter;
    $('levels').replaceChildren(...own.split('/').slice(0, 40).map((level, i) => el('li', {
      class: `${level === '+' || level === '#' ? 'wild' : ''}${rule?.level === i ? ' wrong' : ''}` },
    el('code', null, level || ' '), el('span', null, this.meaning(level, i)))));
    $('verdict').classList.toggle('bad', Boolean(rule));
    let count = 0;
    const all = this.store.count;
    if (rule) {
      say($('verdict'), t('forbidden', { rule: t(`rule${rule.rule}`), section: rule.section }));
      this.map.light(() => false);
    } else {
      if (all <= 20000) { this.store.config.buildings.forEach(building => { count += this.countIn(building, filter);
          }); }
      say($('verdict'), t('countOf', { n: number(count), all: number(all) }));
      this.map.light(topic => matches(filter, topic));
    }
    this.explain(this.picked);
  }
  meaning(level, i) {
    const name = LEVELS[i] ? t(LEVELS[i]) : t('levelOther', { n: i + 1 });
    return level === '#' ? t('levelRest') : level === '+' ? `${name}: ${t('levelOne')}` : level === ''
        ? t('levelEmpty') : name;
  }
  countIn(building, filter) {
    let count = 0;
    for (let floor = 1; floor <= building.floors; floor++) {
      for (const wing of this.store.config.wings) {
        for (let room = 1; room <= building.roomsPerWing; room++) {
          for (const sensor of this.store.config.sensors) {
            count += matches(filter, `${building.name}/P_${floor}/${wing}/${room}/${sensor.name}`) ? 1 : 0;
          }
        }
      }
    }
    return count;
  }

  /** Asks the broker, and begins to listen. */
  ask() {
    const filter = $('filter').value;
    if (!this.shown || filter === this.asked && this.client) { return; }
    this.client?.end({ reason: 'changed' });
    this.client = null;
    this.messages = []; this.count = 0; this.began = performance.now(); this.asked = filter;
    this.drawMessages();
    if (this.rule) { this.tell(t('notAsked'), ''); return; }
    this.tell(t('asking'), '');
    const client = new Client(this.store.url(), { ...this.store.login(), clientId: this.store.id('filter') }, {
      open: async () => {
        const [code] = await client.subscribe([filter], 1);
        if (client === this.client) { this.answered(code); }
      },
      message: (topic, payload, retain) => client === this.client && this.arrive(topic, payload, retain),
      close: why => this.lost(client, why),
    });
    this.client = client;
  }
  answered(code) {
    if (code < 3) { this.tell(() => t('granted', { n: code }), 'good'); return; }
    this.tell(() => t('refused', { why: reason(code), code: hex(code) })
        + (code === 0x87 && this.store.config.embedded ? ` ${t('partial')}` : ''), 'bad');
  }
  lost(client, why) {
    if (client !== this.client) { return; }
    this.client = null;
    if (why.mqtt) { this.tell(() => t('refused', { why: reason(why.mqtt), code: hex(why.mqtt) }), 'bad'); return; }
    this.tell(() => t('lost'), 'bad');
    this.asked = null;
    setTimeout(() => this.store.paused || this.ask(), RETRY);
  }
  tell(text, mood) {
    say($('answer'), typeof text === 'function' ? text() : text);
    $('answer').dataset.mood = mood;
  }

  arrive(topic, payload, retain) {
    this.count++;
    this.messages.push({ topic, payload });
    if (this.messages.length > 2 * MOST_MESSAGES) { this.messages = this.messages.slice(-MOST_MESSAGES); }
    if (this.shown) { this.list(); }
  }
  drawMessages() {
    const seconds = Math.max(1, (performance.now() - this.began) / 1000);
    say($('arrived'), this.count ? t('arrived', { n: number(this.count),
        rate: number(Math.round(this.count / seconds * 10) / 10) })
        : t('none'));
    $('messages').replaceChildren(...this.messages.slice(-MOST_MESSAGES).reverse().map(({ topic, payload }) =>
        el('li', null, el('code', { class: 'topic' }, topic), el('span', { class: 'payload' },
            decoder.decode(payload.subarray(0, MOST_LENGTH)) + (payload.length > MOST_LENGTH ? '…' : '')))));
  }

  /** Level by level, why a room matches: by the sensor that does, or that the filter seems to mean. */
  explain(key) {
    this.picked = key;
    this.map.select(key);
    const holder = $('why'), filter = unshared($('filter').value);
    if (!key || this.rule) { holder.replaceChildren(el('p', { class: 'note' }, t('whyHint'))); return; }
    const sensors = this.store.config.sensors.map(sensor => sensor.name);
    const sensor = sensors.find(name => matches(filter, `${key}/${name}`))
        ?? sensors.find(name => filter.endsWith(`/${name}`)) ?? sensors[0];
    const topic = `${key}/${sensor}`, steps = compare(filter, topic), ok = steps.every(step => step.ok);
    const mood = ok ? 'good' : 'bad', verdict = ok ? `✓ ${t('match')}` : `✗ ${t('noMatch')}`;
    holder.replaceChildren(el('p', { class: `match ${mood}` }, el('strong', null, verdict), ' ',
        el('code', { class: 'topic' }, topic)),
    el('p', { class: 'note' }, t('levels', { f: filter.split('/').length, t: topic.split('/').length })),
    el('ol', { class: 'steps' }, steps.map((step, i) => el('li', { class: step.ok ? 'good' : 'bad' },
        el('span', { class: 'mark' }, step.ok ? '✓' : '✗'), el('span', null, `${t('level')} ${i + 1}: `,
          el('code', null, step.filter || '—'), ' ↔ ', el('code', null, step.topic || '—')),
        el('span', { class: 'note' }, t(`why${step.why}`, step))))));
  }
  changed(kept) { this.map.changed(kept); }
  tick(all) {
    this.map.tick(all);
    if (all) { this.drawMessages(); }
  }
}
