// All texts of the page in both languages. {name} stands for a parameter.
const es = {
  title: 'Campus en vivo', skip: 'Ir al contenido', panels: 'Paneles', language: 'Idioma',
  tabBuilding: 'Edificio', tabWildcards: 'Comodines', tabLinks: 'Conexiones', tabClass: 'Clase', tabWire: 'El cable',
  connecting: 'Conectando…', connected: 'Conectado al broker', lost: 'Sin conexión', paused: 'En pausa',
  rate: '{n} lecturas/s', building: 'Edificio',
  newest: 'Última lectura', waiting: 'Esperando la primera lectura…',
  hurry: '50 lecturas/s durante un minuto', hurrying: 'Más rápido: quedan {n} s', hurryFailed: 'No ha sido posible.',
  place: 'planta {floor}, ala {wing}, aula {room}', wingN: 'norte', wingS: 'sur', wingE: 'este', wingO: 'oeste',
  quantity: 'Magnitud', TEMP: 'Temperatura', HUM: 'Humedad', LUX: 'Luz', VIBR: 'Vibración',
  floor: 'Planta', floorN: 'Planta {n}', wing: 'ala {wing}', room: 'Planta {floor}, ala {wing}, aula {room}',
  noValue: 'sin lectura todavía', legend: 'Leyenda', legendNew: 'acaba de llegar', legendOld: 'de hace más de 10 min',
  legendNone: 'sin lectura todavía', legendDots: 'los sensores de un aula: {names}',
  legendFault: 'con un fallo', faults: 'Fallos', faultsCount: 'Fallos: {n}',
  faultIs: 'Fallo: {fault}. Sin él: {value}.',
  stuck: 'no se mueve', drift: 'se desvía', spike: 'pico', dropout: 'no se envía', duplicate: 'se envía dos veces',
  tooMany: 'Se muestran las primeras {n} aulas de cada ala.',
  choose: 'Elige un aula para ver sus cuatro sensores y sus últimos minutos.',
  history: 'Últimos minutos', oneReading: 'Una sola lectura por ahora.', noReading: 'Sin lecturas por ahora.',
  chart: '{what}: {n} lecturas de {from} a {to}, entre {min} y {max} {unit}', ago: 'hace {n}', now: 'ahora',
  time: 'hora', value: 'valor',
  filter: 'Filtro de topics', filterHint: '+ vale por un nivel, # por el resto', clear: 'Quitar',
  presets: 'Práctica 1', presetTemp: 'Toda la temperatura del edificio', presetVibr: 'Vibración, planta 2, ala oeste',
  presetRoom: 'Todo el aula 4, ala sur, planta 7', presetAll: 'Todo el edificio', presetHash: 'Todo',
  presetSys: 'El broker por dentro', presetWrong: 'Un nivel de menos', presetSalon: 'El salón',
  levelBuilding: 'edificio', levelFloor: 'planta', levelWing: 'ala', levelRoom: 'aula', levelSensor: 'sensor',
  levelOther: 'nivel {n}', levelOne: 'cualquiera', levelRest: 'este nivel y todos los que sigan', levelEmpty: 'vacío',
  countOf: '{n} de {all} sensores', broker: 'El broker',
  forbidden: 'MQTT no lo permite: {rule} (MQTT 5, apartado {section}).',
  ruleempty: 'un filtro no puede estar vacío', rulenull: 'no puede llevar el carácter U+0000',
  ruleutf8: 'no se puede escribir en UTF-8', rulelong: 'no puede pasar de 65 535 bytes',
  rulehash: '# vale por niveles enteros: va solo, detrás de una barra',
  ruleplus: '+ vale por un nivel entero: va solo entre barras',
  rulelast: '# solo puede ser el último nivel',
  ruleshare: 'una suscripción compartida es $share/GRUPO/FILTRO, y el grupo no lleva + ni #',
  asking: 'Preguntando al broker…', notAsked: 'No se pregunta al broker.',
  granted: 'El broker dijo sí: QoS {n} concedida (0x0{n}).',
  refused: 'El broker dijo NO: {why} ({code}).', reason128: 'error sin especificar',
  reason135: 'sin permiso',
  reason143: 'filtro no válido', reason145: 'identificador de paquete en uso', reason151: 'cuota superada',
  reason158: 'no admite suscripciones compartidas', reason161: 'no admite identificadores de suscripción',
  reason162: 'no admite comodines', reason134: 'usuario o contraseña incorrectos',
  reason133: 'identificador de cliente no válido',
  reason136: 'el servidor no está disponible', reason137: 'el servidor está ocupado',
  reason139: 'el servidor se para',
  reason141: 'no llegó nada a tiempo', reason142: 'otro cliente usa el mismo identificador',
  reason149: 'paquete demasiado grande',
  reasonOther: 'código de MQTT',
  partial: 'Este broker solo concede un filtro si hay permiso para todo lo que abarca.',
  why: '¿Por qué?', whyHint: 'Pulsa un aula y verás, nivel a nivel, por qué coincide o no.',
  match: 'Coincide', noMatch: 'No coincide', inFilter: 'filtro', inTopic: 'topic', level: 'nivel',
  levels: 'Niveles del filtro: {f}; del topic: {t}.',
  whyone: '+ vale por cualquier nivel', whysame: 'son iguales', whyrest: '# vale por todo lo que sigue',
  whyliteral: '{filter} no es {topic}', whyshort: 'el filtro tiene más niveles que el topic',
  whylong: 'el topic tiene más niveles que el filtro',
  whyreserved: 'un comodín al principio no vale por $… (apartado 4.7.2)',
  arriving: 'Mensajes que llegan', arrived: 'mensajes: {n} · {rate}/s', none: 'Aún no ha llegado ninguno.',
  links: 'Enlaces del programa', link: 'enlace', state: 'estado', since: 'desde', reason: 'motivo',
  inFlight: 'en vuelo',
  reconnects: 'reconexiones', up: 'arriba', down: 'caído', ledger: 'registro de códigos',
  allUp: '{n} de {all} enlaces arriba',
  figures: 'Cifras del broker ($SYS)', figure: 'cifra', perSecond: 'por segundo',
  noFigures: 'Todavía no ha llegado ninguna cifra.',
  pageLink: 'esta página',
  lostBroker: 'No llegan datos: el broker no contesta ({why}). Se intenta sola; los valores tachados son de antes.',
  lostServer: 'No llegan datos: el programa no contesta. Se intenta sola; los valores tachados son de antes.',
  lostRefused: 'El broker no deja entrar a esta página: {why} ({code}). Su usuario es campus.page.username.',
  refusedHere: 'El broker no deja leer {filter} a esta página ({code}).', since5: 'Desde hace {n}.',
  enrolled: 'inscritos', asked: 'pidieron código', openCodes: 'con código abierto', certified: 'certificados',
  mailsWaiting: 'correos en espera', refusals: 'Rechazos por motivo', noRefusals: 'Ningún rechazo por ahora.',
  noClass: 'El registro de la clase no está en este programa.', classFailed: 'El registro no contesta.',
  teacher: 'Profesor', password: 'Contraseña', enter: 'Entrar', leave: 'Salir', students: 'Estudiantes',
  askedAt: 'pidió',
  certifiedAt: 'certificado', studentName: 'nombre', seconds: 'segundos', export: 'Descargar la clase (CSV)',
  missing: 'Faltan {n}; van primero.', loginWrong: 'No es esa. Prueba de nuevo dentro de {n} s.',
  loginWait: 'Demasiado pronto: espera {n} s.',
  loginElsewhere: 'Solo se entra desde la máquina del programa.',
  request: 'petición', solution: 'solución',
  footer: 'Los datos llegan por MQTT 5 sobre WebSocket: mira la pestaña Red del navegador.',
  wireIntro: 'Publica un mensaje tuyo y mira cada paquete que cruza el cable, byte a byte.', topic: 'Topic',
  message: 'Mensaje',
  qos: 'QoS', send: 'Publicar', sent: 'enviado', received: 'recibido', bytes: '{n} bytes', packet: 'paquete',
  overhead: '{payload} bytes de mensaje viajan en {total} bytes de MQTT: {percent} % es protocolo.',
  wireWait: 'Sin conexión con el broker.',
};
const en = {
  title: 'Campus live', skip: 'Skip to content', panels: 'Panels', language: 'Language',
  tabBuilding: 'Building', tabWildcards: 'Wildcards', tabLinks: 'Connections', tabClass: 'Class', tabWire: 'The wire',
  connecting: 'Connecting…', connected: 'Connected to the broker', lost: 'Not connected', paused: 'Paused',
  rate: '{n} readings/s', building: 'Building',
  newest: 'Newest reading', waiting: 'Waiting for the first reading…',
  hurry: '50 readings/s for a minute', hurrying: 'Faster: {n} s left', hurryFailed: 'That was not possible.',
  place: 'floor {floor}, {wing} wing, room {room}', wingN: 'north', wingS: 'south', wingE: 'east', wingO: 'west',
  quantity: 'Quantity', TEMP: 'Temperature', HUM: 'Humidity', LUX: 'Light', VIBR: 'Vibration',
  floor: 'Floor', floorN: 'Floor {n}', wing: '{wing} wing', room: 'Floor {floor}, {wing} wing, room {room}',
  noValue: 'no reading yet', legend: 'Legend', legendNew: 'has just arrived', legendOld: 'older than 10 min',
  legendNone: 'no reading yet', legendDots: 'the sensors of a room: {names}',
  legendFault: 'with a fault', faults: 'Faults', faultsCount: 'Faults: {n}',
  faultIs: 'Fault: {fault}. Without it: {value}.',
  stuck: 'stuck', drift: 'drifts', spike: 'spike', dropout: 'not sent', duplicate: 'sent twice',
  tooMany: 'The first {n} rooms of each wing are shown.',
  choose: 'Choose a room to see its four sensors and their last minutes.',
  history: 'Last minutes', oneReading: 'Only one reading so far.', noReading: 'No readings so far.',
  chart: '{what}: {n} readings from {from} to {to}, between {min} and {max} {unit}', ago: '{n} ago', now: 'now',
  time: 'time', value: 'value',
  filter: 'Topic filter', filterHint: '+ stands for one level, # for the rest', clear: 'Clear',
  presets: 'Lab sheet 1', presetTemp: 'All temperatures of the building', presetVibr: 'Vibration, floor 2, west wing',
  presetRoom: 'All of room 4, south wing, floor 7', presetAll: 'The whole building', presetHash: 'Everything',
  presetSys: 'The broker inside', presetWrong: 'One level too few', presetSalon: 'The living room',
  levelBuilding: 'building', levelFloor: 'floor', levelWing: 'wing', levelRoom: 'room', levelSensor: 'sensor',
  levelOther: 'level {n}', levelOne: 'any', levelRest: 'this level and all that follow', levelEmpty: 'empty',
  countOf: '{n} of {all} sensors', broker: 'The broker',
  forbidden: 'MQTT forbids it: {rule} (MQTT 5, section {section}).',
  ruleempty: 'a filter cannot be empty', rulenull: 'it cannot hold the character U+0000',
  ruleutf8: 'it cannot be written in UTF-8', rulelong: 'it cannot be longer than 65,535 bytes',
  rulehash: '# stands for whole levels: alone, behind a slash',
  ruleplus: '+ stands for a whole level: alone between slashes',
  rulelast: '# can only be the last level',
  ruleshare: 'a shared subscription is $share/GROUP/FILTER, and the group has no + or #',
  asking: 'Asking the broker…', notAsked: 'The broker is not asked.',
  granted: 'The broker said yes: QoS {n} granted (0x0{n}).',
  refused: 'The broker said NO: {why} ({code}).', reason128: 'unspecified error',
  reason135: 'not authorized',
  reason143: 'invalid filter', reason145: 'packet identifier in use', reason151: 'quota exceeded',
  reason158: 'shared subscriptions not supported', reason161: 'subscription identifiers not supported',
  reason162: 'wildcards not supported', reason134: 'bad user name or password',
  reason133: 'client identifier not valid',
  reason136: 'server unavailable', reason137: 'server busy', reason139: 'the server shuts down',
  reason141: 'nothing came in time', reason142: 'another client uses the same identifier',
  reason149: 'packet too large',
  reasonOther: 'code of MQTT', partial: 'This broker grants a filter only with a permission for all that it covers.',
  why: 'Why?', whyHint: 'Click a room to see, level by level, why it matches or does not.',
  match: 'Matches', noMatch: 'Does not match', inFilter: 'filter', inTopic: 'topic', level: 'level',
  levels: 'Levels of the filter: {f}; of the topic: {t}.',
  whyone: '+ stands for any level', whysame: 'they are equal', whyrest: '# stands for all that follows',
  whyliteral: '{filter} is not {topic}', whyshort: 'the filter has more levels than the topic',
  whylong: 'the topic has more levels than the filter',
  whyreserved: 'a wildcard in front does not stand for $… (section 4.7.2)',
  arriving: 'Arriving messages', arrived: 'messages: {n} · {rate}/s', none: 'None has arrived yet.',
  links: 'Links of the program', link: 'link', state: 'state', since: 'since', reason: 'reason',
  inFlight: 'in flight',
  reconnects: 'reconnects', up: 'up', down: 'down', ledger: 'ledger of codes', allUp: '{n} of {all} links up',
  figures: 'Figures of the broker ($SYS)', figure: 'figure', perSecond: 'per second',
  noFigures: 'No figure has arrived yet.',
  pageLink: 'this page',
  lostBroker: 'No data: the broker does not answer ({why}). Trying by itself; crossed-out values are from before.',
  lostServer: 'No data: the program does not answer. Trying by itself; crossed-out values are from before.',
  lostRefused: 'The broker does not let this page in: {why} ({code}). Its user is campus.page.username.',
  refusedHere: 'The broker does not let this page read {filter} ({code}).', since5: 'For {n}.',
  enrolled: 'enrolled', asked: 'asked for a code', openCodes: 'with an open code', certified: 'certified',
  mailsWaiting: 'mails waiting', refusals: 'Refusals by reason', noRefusals: 'No refusal so far.',
  noClass: 'The ledger of the class is not in this program.', classFailed: 'The ledger does not answer.',
  teacher: 'Teacher', password: 'Password', enter: 'Log in', leave: 'Log out', students: 'Students', askedAt: 'asked',
  certifiedAt: 'certified', studentName: 'name', seconds: 'seconds', export: 'Download the class (CSV)',
  missing: '{n} are missing; they come first.', loginWrong: 'That is not it. Try again in {n} s.',
  loginWait: 'Too soon: wait {n} s.',
  loginElsewhere: 'The login works on the machine of the program only.',
  request: 'request', solution: 'solution',
  footer: 'The data come by MQTT 5 over a WebSocket: see the browser’s Network tab.',
  wireIntro: 'Publish a message of your own and see each packet that crosses the wire, byte by byte.', topic: 'Topic',
  message: 'Message',
  qos: 'QoS', send: 'Publish', sent: 'sent', received: 'received', bytes: '{n} bytes', packet: 'packet',
  overhead: '{payload} bytes of message travel in {total} bytes of MQTT: {percent} % is protocol.',
  wireWait: 'Not connected to the broker.',
};
export const languages = { es, en };
const kept = () => { try { return localStorage.getItem('campus.language'); } catch { return null; } };
let language = languages[kept()] ? kept() : (navigator.languages ?? ['en']).map(l => l.slice(0, 2)).find(l =>
    languages[l]) ?? 'en';

export const current = () => language;

export function choose(next) {
  language = next;
  try { localStorage.setItem('campus.language', next); } catch { /* a browser that keeps nothing */ }
}

export function t(key, parameters = {}) {
  return (languages[language][key] ?? key).replace(/\{(\w+)}/g, (all, name) => parameters[name] ?? all);
}

/** The fixed texts of the document: data-t for the content, data-t-label for aria-label. */
export function translate() {
  document.documentElement.lang = language;
  document.title = t('title');
  document.querySelectorAll('[data-t]').forEach(node => { node.textContent = t(node.dataset.t); });
  document.querySelectorAll('[data-t-label]').forEach(node => { node.setAttribute('aria-label',
      t(node.dataset.tLabel)); });
}

const UNITS = { Cel: '°C', '%RH': '%', lx: 'lx', 'm/s2': 'm/s²' }; // SenML (RFC 8428, section 12.1)
export const unit = code => UNITS[code] ?? code;

/** At most four figures. */
export function short(value) {
  const size = Math.abs(value);
  const plain = size >= 1e5 ? value.toExponential(0) : value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
  return language === 'es' ? plain.replace('.', ',') : plain;
}
export const number = value => value.toLocaleString(language, { maximumFractionDigits: 2, useGrouping: 'always' });
export const clock = millis => new Date(millis).toLocaleTimeString(language,
    { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export function age(millis) {
  const s = Math.max(0, Math.round(millis / 1000));
  return s < 100 ? `${s} s` : s < 6000 ? `${Math.round(s / 60)} min` : `${Math.round(s / 3600)} h`;
}
export const ago = millis => millis < 1000 ? t('now') : t('ago', { n: age(millis) });
