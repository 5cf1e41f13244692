// The panels Conexiones (links of the program, figures of the broker) and Clase (numbers of the ledger).
import { $, el, say } from './dom.js';
import { refusals } from './refusals.js';
import { fetchJson } from './store.js';
import { age, clock, current, number, t } from './text.js';

const FIRST = ['clients/connected', 'subscriptions/count', 'publish/messages/received', 'publish/messages/sent',
  'messages/received', 'messages/sent', 'bytes/received', 'bytes/sent', 'messages/stored', 'store/messages/count',
  'retained messages/count', 'heap/current', 'uptime', 'version'];
const SYS = '$SYS/broker/';

const reason = clause => current() === 'es' ? refusals[clause] ?? clause : clause;

export class LinksPanel {
  constructor(store) {
    this.store = store;
    store.addEventListener('health', () => this.drawLinks());
    store.addEventListener('figures', () => this.drawFigures());
  }
  render() { this.drawLinks(); this.drawFigures(); }
  drawLinks() {
    const report = this.store.health;
    if ($('conexiones').hidden || !report) { return; }
    const links = report.links.concat(report.ledger ? [{ name: t('ledger'), ...report.ledger }] : []);
    say($('links-count'), t('allUp', { n: links.filter(link => link.up).length, all: links.length }));
    const now = this.store.now();
    $('links').replaceChildren(...links.map(link => el('tr', { class: link.up ? 'up' : 'down' },
        el('th', { scope: 'row' }, link.name),
        this.cell('state', '', el('span', { class: `mark ${link.up ? 'good' : 'bad'}` }, link.up ? '● ' : '✗ '),
            t(link.up ? 'up' : 'down')),
        this.cell('since', '', link.since
            ? `${clock(Date.parse(link.since))} (${age(now - Date.parse(link.since))})` : ''),
        this.cell('reason', 'reason', link.reason ?? ''),
        this.cell('inFlight', 'n', link.inFlight === undefined ? '' : number(link.inFlight)),
        this.cell('reconnects', 'n', link.reconnects === undefined ? '' : number(link.reconnects)))));
  }
  /** On a narrow screen a row is a list, and each value has its name beside it. */
  cell(name, kind, ...content) { return el('td', { class: kind, 'data-label': t(name) }, ...content); }
  drawFigures() {
    if ($('conexiones').hidden) { return; }
    const figures = this.store.figures, rest = [...figures.keys()].filter(topic =>
        !FIRST.includes(topic.slice(SYS.length))).sort();
    const topics = [...FIRST.map(name => SYS + name).filter(topic => figures.has(topic)), ...rest];
    $('figures-note').hidden = topics.length > 0;
    $('figures').replaceChildren(...topics.map(topic => {
      const { value, text, rate } = figures.get(topic);
      return el('tr', null, el('th', { scope: 'row' }, topic.replace(SYS, '').replaceAll('/', '/\u200b')),
          el('td', { class: 'n' }, Number.isFinite(value) && text.trim() ? number(value) : text),
          el('td', { class: 'n' }, rate === undefined || !Number.isFinite(rate) ? '' : number(rate)));
    }));
  }
}

/** The numbers for the wall; with a login, which only works on the machine of the program, the students too. */
export class ClassPanel {
  constructor(store) {
    this.store = store;
    $('login').addEventListener('submit', event => { event.preventDefault(); this.login(); });
    $('logout').addEventListener('click', async () => {
      await fetch('/logout', { method: 'POST' });
      this.store.setLoggedIn(false); this.members = null; this.draw();
      $('login-password').focus();
    });
  }
  render() { this.draw(); }
  async load() {
    if (!this.store.config.classHere) { this.draw(); return; }
    this.numbers = await fetchJson('/class.json');
    if (this.store.loggedIn) { await this.loadMembers(); }
    this.draw();
  }
  /** Only a refusal ends the login: a program that is slow or away does not, and neither does its ledger. */
  async loadMembers() {
    try {
      const answer = await fetch('/members.json', { signal: AbortSignal.timeout(3000) });
      const members = answer.ok ? await answer.json() : this.members;
      this.store.setLoggedIn(this.store.loggedIn && answer.status !== 401);
      this.members = this.store.loggedIn ? members : null;
    } catch { /* the note of the class says so */ }
  }
  async login() {
    const field = $('login-password');
    try {
      const answer = await fetch('/login', { method: 'POST', body: field.value });
      field.value = '';
      this.store.setLoggedIn(answer.ok);
      say($('login-note'), answer.ok ? '' : answer.status === 403 ? t('loginElsewhere')
          : t(answer.status === 429 ? 'loginWait' : 'loginWrong', { n: (await answer.json()).seconds }));
    } catch { say($('login-note'), t('lostServer')); }
    await this.load();
    // The field is gone, and the focus with it.
    if (this.members) { $('logout').focus(); }
  }
  drawMembers() {
    $('login').hidden = !this.store.config.loginHere || this.store.loggedIn;
    $('members').hidden = !this.members;
    if (!this.members) { $('students').replaceChildren(); say($('missing'), ''); return; }
    const lacks = member => member.enrolled && !member.certified, missing = this.members.filter(lacks);
    say($('missing'), t('missing', { n: number(missing.length) }));
    const time = text => text ? clock(Date.parse(text)) : '';
    $('students').replaceChildren(...missing.concat(this.members.filter(member => !lacks(member))).slice(0, 500)
        .map(member => el('tr', { class: member.certified ? '' : 'down' }, el('th', { scope: 'row' }, member.dni),
            el('td', null, time(member.asked)), el('td', null, time(member.certified) || '—'),
            el('td', { class: 'name' }, member.name ?? ''),
            el('td', { class: 'n' }, member.seconds === undefined ? '' : number(member.seconds)))));
  }
  draw() {
    this.drawMembers();
    const here = this.store.config.classHere, numbers = this.numbers;
    $('class-note').hidden = here && numbers !== null;
    say($('class-note'), t(here ? 'classFailed' : 'noClass'));
    $('refusals').hidden = !numbers;
    if (!numbers) { $('class-numbers').replaceChildren(); return; }
    const tile = (name, value, of) => el('div', { class: 'card number' }, el('span', { class: 'value' }, number(value),
        of === undefined ? '' : el('small', null, `/${number(of)}`)), el('span', null, t(name)));
    $('class-numbers').replaceChildren(tile('enrolled', numbers.enrolled), tile('asked', numbers.asked,
        numbers.enrolled),
        tile('openCodes', numbers.openCodes), tile('certified', numbers.certified, numbers.enrolled),
        tile('mailsWaiting', numbers.mails.waiting));
    const most = Math.max(1, ...numbers.refused.map(refused => refused.times));
    $('refused').replaceChildren(...numbers.refused.slice(0, 30).map(refused => {
      const bar = el('span', { class: 'bar' });
      bar.style.width = `${Math.max(2, 100 * refused.times / most)}%`;
      return el('li', null, el('span', null, `${t(refused.what)}: ${reason(refused.reason)}`), el('b', null,
          number(refused.times)), bar);
    }), ...(numbers.refused.length ? [] : [el('li', { class: 'note' }, t('noRefusals'))]));
  }
}
