// The page: configuration, panels, the state of the connection, the language.
import { BuildingPanel } from './building.js';
import { $, el, say } from './dom.js';
import { ClassPanel, LinksPanel } from './links.js';
import { Store, fetchJson } from './store.js';
import { age, choose, current, number, t, translate } from './text.js';
import { WildcardsPanel, hex, reason } from './wildcards.js';
import { WirePanel } from './wire.js';

const TICK = 250, SLOW = 20; // ticks

async function configuration() {
  for (;;) {
    const config = await fetchJson('/config.json');
    if (config) { return config; }
    banner(t('lostServer'));
    await new Promise(done => setTimeout(done, 1000));
  }
}

function banner(text) {
  $('banner').hidden = !text;
  say($('banner'), text ?? '');
}

class App {
  constructor(config) {
    this.store = new Store(config);
    this.building = new BuildingPanel(this.store);
    this.wildcards = new WildcardsPanel(this.store);
    this.links = new LinksPanel(this.store);
    this.classes = new ClassPanel(this.store);
    this.wire = new WirePanel(this.store);
    this.panels = [this.building, this.wildcards, this.links, this.classes, this.wire];
    this.store.onvalue = kept => { this.building.changed(kept); this.wildcards.changed(kept); };
    this.store.addEventListener('loaded', () => this.loaded());
    this.store.addEventListener('state', () => this.drawState());
    this.tabs = [...$('tabs').children];
    this.tabs.forEach(tab => tab.addEventListener('click', () => { history.replaceState(null, '',
        `#/${tab.getAttribute('aria-controls')}`); this.show(); }));
    $('tabs').addEventListener('keydown', event => this.arrow(event));
    addEventListener('hashchange', () => this.show());
    document.querySelectorAll('[data-language]').forEach(button => button.addEventListener('click', () => {
      choose(button.dataset.language); this.render();
    }));
    document.addEventListener('visibilitychange', () => this.visible());
    this.chooseModel(config.buildings);
    this.render();
    this.show();
    this.visible();
    this.store.checkHealth();
    let ticks = 0;
    setInterval(() => { if (!document.hidden) { this.tick(ticks++); } }, TICK);
  }
  chooseModel(buildings) {
    const select = $('model');
    select.hidden = false;
    select.replaceChildren(...buildings.map(building => el('option', null, building.name)));
    select.addEventListener('change', () => {
      const model = buildings.find(building => building.name === select.value);
      this.building.building.show(model); this.wildcards.map.show(model); this.wildcards.check();
    });
  }
  render() {
    translate();
    document.querySelectorAll('[data-language]').forEach(button =>
      button.setAttribute('aria-pressed', String(button.dataset.language === current())));
    this.panels.forEach(panel => panel.render());
    this.drawState();
  }
  show() {
    const wanted = this.tabs.find(tab => `#/${tab.getAttribute('aria-controls')}` === location.hash) ?? this.tabs[0];
    this.tabs.forEach(tab => {
      const chosen = tab === wanted;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      $(tab.getAttribute('aria-controls')).hidden = !chosen;
    });
    this.shown = wanted.getAttribute('aria-controls');
    if (this.shown === 'comodines') { this.wildcards.open(); } else { this.wildcards.close(); }
    if (this.shown === 'clase') { this.classes.load(); }
    this.links.render();
    this.building.tick(true);
  }
  arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -this.tabs.length, End: this.tabs.length }[event.key];
    if (!step) { return; }
    event.preventDefault();
    const at = this.tabs.indexOf(document.activeElement) + step;
    const next = this.tabs[Math.abs(step) > 1 ? (step > 0 ? this.tabs.length - 1 : 0)
        : (at + this.tabs.length) % this.tabs.length];
    next.focus(); next.click();
  }
  visible() {
    if (document.hidden) { this.store.pause(); this.wildcards.close(); return; }
    this.store.resume();
    if (this.shown === 'comodines') { this.wildcards.open(); }
  }
  loaded() {
    performance.mark('values');
    this.building.building.tick(true); this.wildcards.map.tick(true); this.building.hero();
    this.building.pickFirst();
  }
  drawState() {
    const { name, why, since, refused, code } = this.store.state;
    $('state').dataset.state = refused ? 'lost' : name;
    say($('state'), t(name));
    document.body.classList.toggle('stale', name === 'lost' || name === 'paused');
    const waited = since ? ` ${t('since5', { n: age(this.store.now() - since) })}` : '';
    banner(name === 'lost' ? (why.mqtt ? t('lostRefused', { why: reason(why.mqtt), code: hex(why.mqtt) })
        : why.socket === 1014 ? t('lostBroker', { why: why.reason }) : t('lostServer')) + waited
        : refused ? t('refusedHere', { filter: refused, code: `${reason(code)}, ${hex(code)}` }) : null);
  }
  tick(n) {
    const slow = n % SLOW === 0, second = n % 4 === 0;
    this.building.tick(slow);
    this.wildcards.tick(second && this.shown === 'comodines');
    if (second) {
      const rate = this.store.rate();
      say($('rate'), rate === null ? '' : t('rate', { n: number(Math.round(rate * 10) / 10) }));
      if (this.store.state.name === 'lost') { this.drawState(); }
      if (this.shown === 'clase') { this.classes.load(); }
      // Both panels with a building mark them.
      if ($('faults').checked && /edificio|comodines/.test(this.shown)) { this.building.loadFaults(); }
      if (this.shown === 'conexiones' || slow) { this.store.checkHealth(); }
    }
  }
}

translate();
configuration().then(config => { banner(null); globalThis.campus = new App(config); });
