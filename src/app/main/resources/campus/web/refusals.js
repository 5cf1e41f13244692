// The reasons of the teacher in Spanish, by the clause that the ledger's report has; a test looks for each of them.
export const refusals = {
  'it is a retained message, published before the teacher subscribed':
    'es un mensaje retenido, publicado antes de que el profesor se suscribiera',
  'its Response Topic is not one that a student may read':
    'su Response Topic no es de los que puede leer un estudiante',
  'it is longer than 1000 bytes': 'pasa de 1000 bytes',
  'it is not UTF-8 text': 'no es texto en UTF-8',
  'it holds a line break or another control character': 'lleva un salto de línea u otro carácter de control',
  'the DNI is not on the roster': 'el DNI no está en la lista',
  'the DNI is to be sent as the roster has it, without a final letter and signs':
    'hay que enviar el DNI como está en la lista, sin letra final ni signos',
  'this client asks too often for this DNI': 'este cliente pregunta demasiado por este DNI',
  'ten other clients have open codes for this DNI; ask without a Response Topic':
    'otros diez clientes tienen códigos abiertos de este DNI; hay que pedir sin Response Topic',
  'this client has sent too many wrong messages within a minute':
    'este cliente ha enviado demasiados mensajes erróneos en un minuto',
  'all 10000 codes are waiting for their solution': 'los 10000 códigos esperan su solución',
  'it is not code;name;email': 'no es código;nombre;correo',
  'the code is not five digits with the right check digit': 'el código no son cinco cifras con su dígito de control',
  'the name is empty': 'el nombre está vacío',
  'the name is longer than 100 characters': 'el nombre pasa de 100 caracteres',
  'the name holds an invisible character, or one that changes the direction of text':
    'el nombre lleva un carácter invisible, o uno que cambia la dirección del texto',
  'the name has no letter': 'el nombre no tiene ninguna letra',
  'the name holds a link': 'el nombre lleva un enlace',
  'the code was not issued by this teacher': 'este profesor no dio ese código',
  'the code has been used before': 'el código ya se usó',
  'the code has expired': 'el código ha caducado',
};
