// The last minutes of a sensor as a line, with unit and time.
import { svg } from './dom.js';
import { clock, current, short, t } from './text.js';

const HEIGHT = 170;
const LEFT = 3.2, BOTTOM = 1.6, TOP = .9, RIGHT = .8; // in letters

/** Draws [[time, value]] into an svg element, whose width is that of the page. */
export function draw(node, points, unit, what) {
  const width = Math.max(200, node.clientWidth), letter = parseFloat(getComputedStyle(node).fontSize);
  const height = Math.max(HEIGHT, letter * 11);
  node.setAttribute('viewBox', `0 0 ${width} ${height}`);
  node.style.height = `${height}px`;
  node.replaceChildren();
  if (points.length === 0) { node.setAttribute('aria-label', t('noReading')); return; }
  const values = points.map(point => point[1]);
  let low = Math.min(...values), high = Math.max(...values);
  const from = points[0][0], to = points[points.length - 1][0];
  node.setAttribute('aria-label', t('chart', { what, n: points.length, from: clock(from), to: clock(to),
    min: short(low), max: short(high), unit }));
  const margin = Math.max((high - low) * .15, Math.abs(high) * .005, .02);
  low -= margin; high += margin;
  const left = LEFT * letter, right = width - RIGHT * letter, top = TOP * letter * 1.6,
      bottom = height - BOTTOM * letter;
  const x = time => to === from ? (left + right) / 2 : left + (right - left) * (time - from) / (to - from);
  const y = value => bottom - (bottom - top) * (value - low) / (high - low);
  const digits = high - low < .5 ? 2 : high - low < 20 ? 1 : 0;
  for (const value of [.12, .5, .88].map(share => low + (high - low) * share)) {
    node.append(svg('line', { x1: left, x2: right, y1: y(value), y2: y(value), class: 'grid' }),
        svg('text', { x: left - letter * .4, y: y(value) + letter * .35, 'text-anchor': 'end' },
            value.toFixed(digits).replace('.', current() === 'es' ? ',' : '.')));
  }
  node.append(svg('text', { x: left - letter * .4, y: letter, 'text-anchor': 'end', class: 'unit' }, unit));
  const times = to === from ? [from] : width > letter * 22 ? [from, (from + to) / 2, to] : [from, to];
  times.forEach((time, i) => node.append(svg('text', { x: x(time), y: height - letter * .3,
    'text-anchor': times.length === 1 ? 'middle' : i === 0 ? 'start' : i === times.length - 1 ? 'end' : 'middle' },
    clock(time))));
  const path = points.map(([time, value], i) =>
      `${i ? 'L' : 'M'}${x(time).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  node.append(svg('path', { d: `${path}L${x(to).toFixed(1)} ${bottom}L${x(from).toFixed(1)} ${bottom}Z`,
      class: 'area' }),
      svg('path', { d: path, class: 'line' }));
  points.slice(points.length > 30 ? -1 : 0).forEach(([time, value], i, all) => node.append(
      svg('circle', { cx: x(time), cy: y(value), r: i === all.length - 1 ? 4.5 : 2.5, class: 'point' })));
}
