// Topic filters by MQTT 5 section 4.7, as campus.mqtt.TopicFilter has them; a test compares the two.
const MAX = 65535;
const share = /^\$share(\/|$)/;

/** The filter behind $share/GROUP/ (section 4.8.2); another text as it is. */
export function unshared(filter) {
  return share.test(filter) ? filter.split('/').slice(2).join('/') : filter;
}

/** The rule that a text breaks: {rule, section, level}; null if it is a filter. Texts are in text.js. */
export function broken(filter) {
  if (share.test(filter)) {
    const [, group, ...rest] = filter.split('/');
    if (!group || /[+#]/.test(group) || !rest.join('/')) { return { rule: 'share', section: '4.8.2' }; }
    return broken(rest.join('/'));
  }
  if (filter === '') { return { rule: 'empty', section: '4.7.3' }; }
  if (filter.includes('\0')) { return { rule: 'null', section: '4.7.3' }; }
  if (!filter.isWellFormed()) { return { rule: 'utf8', section: '1.5.4' }; }
  if (new TextEncoder().encode(filter).length > MAX) { return { rule: 'long', section: '4.7.3' }; }
  const levels = filter.split('/');
  for (const [i, level] of levels.entries()) {
    if (level.includes('#') && level !== '#') { return { rule: 'hash', section: '4.7.1.2', level: i }; }
    if (level.includes('+') && level !== '+') { return { rule: 'plus', section: '4.7.1.3', level: i }; }
  }
  const rest = levels.indexOf('#');
  return rest >= 0 && rest < levels.length - 1 ? { rule: 'last', section: '4.7.1.2', level: rest } : null;
}

/** Level by level: [{filter, topic, ok, why}]; why is reserved, literal, short or long if it is not ok. */
export function compare(filter, topic) {
  const f = filter.split('/'), t = topic.split('/'), steps = [];
  for (let i = 0; i < f.length; i++) {
    if ((f[i] === '#' || f[i] === '+') && i === 0 && t[0].startsWith('$')) { // section 4.7.2
      return [...steps, { filter: f[i], topic: t[0], ok: false, why: 'reserved' }];
    }
    if (f[i] === '#') { return [...steps, { filter: '#', topic: t.slice(i).join('/'), ok: true, why: 'rest' }]; }
    if (i === t.length) { return [...steps, { filter: f[i], topic: '', ok: false, why: 'short' }]; }
    const ok = f[i] === '+' || f[i] === t[i];
    steps.push({ filter: f[i], topic: t[i], ok, why: f[i] === '+' ? 'one' : ok ? 'same' : 'literal' });
    if (!ok) { return steps; }
  }
  return t.length > f.length ? [...steps, { filter: '', topic: t.slice(f.length).join('/'), ok: false, why: 'long' }]
      : steps;
}

/** Whether a filter that breaks no rule matches a topic name. */
export function matches(filter, topic) {
  return topic !== '' && !/[+#]/.test(topic) && compare(unshared(filter), topic).every(step => step.ok);
}
