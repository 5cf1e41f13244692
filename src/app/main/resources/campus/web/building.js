// A building as floors, wings and rooms; a room is one button with the value of the chosen quantity and four dots, one
// for each sensor. The panel Edificio has one, and the panel Comodines another.
import { $, eachFrame, el, say } from './dom.js';
import { draw } from './chart.js';
import { age, ago, clock, number, short, t, unit } from './text.js';

const MANY_ROOMS = 400, MANY_IN_WING = 12, MOST_IN_WING = 400;
const FRESH = 1500, OLD = 600000;

export class Building {
  constructor(holder, store, pick) {
    Object.assign(this, { holder, store, pick, rooms: new Map(), dirty: new Set(), fresh: new Set(), quantity: 0 });
    this.model = store.config.buildings[0];
    this.flush = eachFrame(() => this.update());
    holder.addEventListener('click', event => {
      const room = event.target.closest('.room');
      if (room) { pick(room.dataset.room); }
    });
    holder.addEventListener('keydown', event => this.move(event));
  }
  isLarge() {
    return this.model.floors * this.model.roomsPerWing * 4 > MANY_ROOMS || this.model.roomsPerWing > MANY_IN_WING;
  }
  show(model) { this.model = model; this.floor = null; this.build(); }
  key(floor, wing, room) { return `${this.model.name}/P_${floor}/${wing}/${room}`; }

  build() {
    const { floors, roomsPerWing } = this.model, wings = this.store.config.wings;
    this.rooms.clear(); this.fresh.clear();
    const large = this.isLarge(), count = Math.min(roomsPerWing, MOST_IN_WING);
    const shown = large ? [this.floor ??= 1] : Array.from({ length: floors }, (_, i) => floors - i);
    const rows = shown.map(floor => el('div',
        { class: 'floor', role: 'group', 'aria-label': t('floorN', { n: floor }) },
        el('div', { class: 'floor-name', 'aria-hidden': 'true' }, `P_${floor}`),
        wings.map(wing => el('div', { class: 'wing' }, el('span', { class: 'wing-name', 'aria-hidden': 'true' }, wing),
            el('div', { class: 'rooms' }, Array.from({ length: count }, (_, i) => this.room(floor, wing, i + 1)))))));
    this.holder.style.setProperty('--rooms', Math.min(count, MANY_IN_WING));
    this.holder.classList.toggle('large', large);
    this.holder.replaceChildren(large ? this.picker(floors) : '', el('div', { class: 'floors' }, rows),
        roomsPerWing > count ? el('p', { class: 'note' }, t('tooMany', { n: count })) : '');
    this.rooms.values().next().value.node.tabIndex = 0;
    this.select(this.selected);
    this.rooms.forEach((room, key) => this.dirty.add(key));
    this.light(this.filter);
  }
  picker(floors) {
    const select = el('select', { id: `${this.holder.id}-floor` }, Array.from({ length: floors }, (_, i) =>
      el('option', { value: floors - i, selected: floors - i === this.floor }, `P_${floors - i}`)));
    select.addEventListener('change', () => {
      this.floor = Number(select.value);
      this.build();
      $(select.id).focus();
    });
    return el('label', { class: 'pick' }, t('floor'), ' ', select);
  }
  room(floor, wing, number) {
    const key = this.key(floor, wing, number), num = el('span', { class: 'num' }, '·');
    const dots = this.store.config.sensors.map(() => el('i'));
    const node = el('button', { type: 'button', class: 'room empty', 'data-room': key, tabindex: -1 }, num,
        el('span', { class: 'dots', 'aria-hidden': 'true' }, dots));
    this.rooms.set(key, { key, floor, wing, number, node, num, dots });
    return node;
  }
  /** One stop for the tabulator key; the arrows go from room to room. */
  move(event) {
    const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const from = steps && this.rooms.get(event.target.dataset?.room);
    if (!from) { return; }
    event.preventDefault();
    const wings = this.store.config.wings, width = Math.min(this.model.roomsPerWing, MOST_IN_WING);
    const at = wings.indexOf(from.wing) * width + from.number - 1 + steps[0];
    const wing = wings[Math.floor(at / width)];
    this.focus(this.rooms.get(this.key(from.floor + steps[1], wing, at % width + 1)));
  }
  focus(room) {
    if (!room) { return; }
    this.rooms.forEach(other => { other.node.tabIndex = -1; });
    room.node.tabIndex = 0;
    room.node.focus();
  }

  changed(kept) {
    const key = kept.topic.slice(0, kept.topic.lastIndexOf('/'));
    if (this.rooms.has(key)) {
      this.dirty.add(key);
      this.fresh.add(key);
      if (this.holder.offsetParent) { this.flush(); }
    }
  }
  fault(room, index) { return this.store.faults.get(`${room.key}/${this.store.config.sensors[index].name}`); }
  sensor(room, index) { return this.store.values.get(`${room.key}/${this.store.config.sensors[index].name}`); }

  update() {
    const now = this.store.now();
    this.dirty.forEach(key => this.paint(this.rooms.get(key), now));
    this.dirty.clear();
  }
  paint(room, now) {
    if (!room) { return; }
    const model = this.store.config.sensors[this.quantity], kept = this.sensor(room, this.quantity);
    const fault = this.fault(room, this.quantity);
    say(room.num, kept ? short(kept.value) : '·');
    const name = t('room', { floor: room.floor, wing: t(`wing${room.wing}`), room: room.number });
    room.node.setAttribute('aria-label',
        [kept ? `${short(kept.value)} ${unit(model.unit)}` : t('noValue'), name,
          ...(fault ? [faultText(fault, model)] : [])].join(', '));
    const list = room.node.classList;
    list.toggle('fault', Boolean(fault));
    list.toggle('empty', !kept);
    list.toggle('old', Boolean(kept) && now - kept.time > OLD);
    list.toggle('new', Boolean(kept) && now - kept.time < FRESH);
    if (kept) {
      const heat = Math.min(1, Math.max(0, (kept.value - model.min) / (model.max - model.min)));
      room.node.style.setProperty('--heat', `${Math.round(heat * 55)}%`);
    }
    room.dots.forEach((dot, i) => {
      const one = this.sensor(room, i);
      dot.className = `${one ? 'has' : ''} ${one && now - one.time < FRESH ? 'new' : ''} ${
        room.lit?.[i] ? 'lit' : ''} ${this.fault(room, i) ? 'fault' : ''}`;
    });
  }
  /** Takes marks away whose time is over, and looks for old values. */
  tick(all) {
    if (!this.holder.offsetParent) { return; }
    const now = this.store.now();
    (all ? this.rooms.keys() : this.fresh).forEach(key => this.dirty.add(key));
    this.fresh.forEach(key => {
      const room = this.rooms.get(key);
      if (!room || this.store.config.sensors.every((_, i) => now - (this.sensor(room, i)?.time ?? 0) > FRESH)) {
          this.fresh.delete(key); }
    });
    this.flush();
  }
  select(key) {
    this.rooms.get(this.selected)?.node.removeAttribute('aria-pressed');
    this.selected = key;
    this.rooms.get(key)?.node.setAttribute('aria-pressed', 'true');
  }
  /** Lights the sensors for which filter(topic) is true; null: none, and nothing is dark. */
  light(filter) {
    this.filter = filter;
    this.holder.classList.toggle('filtered', Boolean(filter));
    this.rooms.forEach((room, key) => {
      room.lit = this.store.config.sensors.map(sensor => Boolean(filter?.(`${key}/${sensor.name}`)));
      room.node.classList.toggle('lit', room.lit.some(lit => lit));
      this.dirty.add(key);
    });
    // The value that is shown is that of a sensor that the filter means, if there is one.
    const meant = [...this.rooms.values()].find(room => room.lit.includes(true));
    if (filter) { this.quantity = meant ? meant.lit.indexOf(true) : 0; }
    this.flush();
  }
}

const faultText = (fault, sensor) =>
  t('faultIs', { fault: t(fault.fault), value: `${short(fault.value)} ${unit(sensor.unit)}` });

/** The panel Edificio beside the building: newest reading, quantities, and the room that was clicked. */
export class BuildingPanel {
  constructor(store) {
    this.store = store;
    this.building = new Building($('building'), store, key => this.pick(key));
    this.redraw = eachFrame(() => this.drawDetail());
    this.hero = eachFrame(() => this.drawNewest());
    $('faults').addEventListener('change', () => this.loadFaults());
    store.addEventListener('login', () => this.loadFaults());
    $('hurry').hidden = !store.config.sensorsHere;
    $('hurry').addEventListener('click', () => this.hurry());
    new ResizeObserver(() => this.redraw()).observe($('detail'));
  }
  render() {
    const sensors = this.store.config.sensors;
    $('quantities').replaceChildren(...sensors.map((sensor, i) => el('label', { class: `chip q-${sensor.name}` },
        el('input', { type: 'radio', name: 'quantity', value: i, checked: i === this.building.quantity,
          onchange: () => this.setQuantity(i) }), el('span', null, t(sensor.name)))));
    this.tiles = sensors.map((sensor, i) => {
      const value = el('span', { class: 'tile-value' }), when = el('span', { class: 'tile-age' });
      return { value, when, node: el('button', { type: 'button', onclick: () => this.setQuantity(i) },
          el('span', { class: 'tile-name' }, t(sensor.name)), value, when) };
    });
    $('tiles').replaceChildren(...this.tiles.map(tile => tile.node));
    say($('legend-dots'), t('legendDots', { names: sensors.map(sensor => sensor.name[0]).join(' ') }));
    this.setQuantity(this.building.quantity);
    this.building.build();
    this.drawNewest(); this.drawDetail(); this.drawFaults();
  }
  async loadFaults() {
    await this.store.loadFaults(this.store.loggedIn && $('faults').checked);
    this.building.tick(true);
    this.redraw();
    this.drawFaults();
  }
  drawFaults() {
    const shown = $('faults').checked;
    $('faults-choice').hidden = !this.store.loggedIn || !this.store.config.sensorsHere;
    $('legend-fault').hidden = $('faults-choice').hidden || !shown;
    say($('faults-label'), shown ? t('faultsCount', { n: number(this.store.faults.size) }) : t('faults'));
  }
  setQuantity(i) {
    this.building.quantity = i;
    $('quantities').querySelectorAll('input')[i].checked = true;
    $('building').dataset.quantity = this.store.config.sensors[i].name;
    this.building.rooms.forEach((room, key) => this.building.dirty.add(key));
    this.building.flush();
    this.redraw();
  }
  changed(kept) {
    this.building.changed(kept);
    this.hero();
    if (!this.selected) { this.pickFirst(); }
    if (kept.topic.startsWith(`${this.selected}/`)) { this.redraw(); }
  }
  drawNewest() {
    const newest = this.store.newest;
    $('newest').classList.toggle('waiting', !newest);
    if (!newest) { say($('newest-value'), '–'); say($('newest-unit'), ''); say($('newest-topic'), t('waiting'));
        say($('newest-place'), ''); return; }
    const [, floor, wing, room, sensor] = newest.levels;
    say($('newest-value'), short(newest.value));
    say($('newest-unit'), unit(this.store.sensors.get(sensor).unit));
    say($('newest-topic'), newest.topic);
    $('newest').dataset.quantity = sensor;
    say($('newest-place'), `${t(sensor)} · ${t('place', { floor: floor.slice(2), wing: t(`wing${wing}`), room })} · ${
      ago(this.store.now() - newest.time)}`);
  }
  /** So that the panel is never empty: the room of the newest value of the quantity. */
  pickFirst() {
    const name = this.store.config.sensors[this.building.quantity].name;
    const first = [...this.store.values.values()].filter(kept => kept.levels[4] === name
        && kept.levels[0] === this.building.model.name).sort((a, b) => b.time - a.time)[0] ?? this.store.newest;
    if (!this.selected && first) { this.pick(first.topic.slice(0, first.topic.lastIndexOf('/'))); }
  }
  pick(key) {
    this.selected = key;
    this.building.select(key);
    this.store.config.sensors.forEach(sensor => this.store.history(`${key}/${sensor.name}`).then(() => this.redraw()));
    this.drawDetail();
  }
  drawDetail() {
    const holder = $('detail');
    if (!holder.offsetParent) { return; }
    if (!this.selected) { say($('detail-title'), t('choose')); return; }
    const [, floor, wing, room] = this.selected.split('/');
    say($('detail-title'), t('room', { floor: floor.slice(2), wing: t(`wing${wing}`), room }));
    const now = this.store.now();
    this.store.config.sensors.forEach((sensor, i) => {
      const kept = this.store.values.get(`${this.selected}/${sensor.name}`), tile = this.tiles[i];
      tile.node.className = `tile q-${sensor.name}${i === this.building.quantity ? ' chosen' : ''}${
        kept && now - kept.time > OLD ? ' old' : ''}`;
      say(tile.value, kept ? `${short(kept.value)} ${unit(sensor.unit)}` : '·');
      say(tile.when, kept ? ago(now - kept.time) : t('noValue'));
    });
    const sensor = this.store.config.sensors[this.building.quantity];
    const kept = this.store.values.get(`${this.selected}/${sensor.name}`);
    say($('chart-title'), `${t('history')}: ${t(sensor.name)}`);
    say($('chart-topic'), `${this.selected}/${sensor.name}`);
    $('chart').dataset.quantity = sensor.name;
    draw($('chart'), kept?.history ?? [], unit(sensor.unit), t(sensor.name));
    const fault = this.store.faults.get(`${this.selected}/${sensor.name}`);
    say($('chart-fault'), fault ? faultText(fault, sensor) : '');
    say($('chart-note'), !kept?.history.length ? t('noReading') : kept.history.length === 1 ? t('oneReading')
        : `${clock(kept.history[0][0])} – ${clock(kept.time)} (${age(kept.time - kept.history[0][0])})`);
  }
  async hurry() {
    const button = $('hurry');
    button.disabled = true;
    try {
      const response = await fetch('/hurry', { method: 'POST' });
      if (!response.ok) { throw new Error(); }
      this.hurryEnd = this.store.now() + (await response.json()).seconds * 1000;
    } catch {
      say(button, t('hurryFailed'));
      setTimeout(() => { button.disabled = false; say(button, t('hurry')); }, 3000);
    }
  }
  tick(all) {
    this.building.tick(all);
    this.hero();
    if (all) { this.redraw(); }
    if (this.hurryEnd) {
      const left = Math.ceil((this.hurryEnd - this.store.now()) / 1000);
      $('hurry').disabled = left > 0;
      say($('hurry'), left > 0 ? t('hurrying', { n: left }) : t('hurry'));
      this.hurryEnd = left > 0 ? this.hurryEnd : 0;
    }
  }
}
