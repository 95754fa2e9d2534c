import type { devices as en } from '../en/devices';
import type { Translation } from '../translation';

export const devices: Translation<typeof en> = {
  'devices.title': 'Dispositivos',
  'devices.current': 'Este dispositivo',
  'devices.others': 'Otros dispositivos',
  'devices.verified': 'Verificado',
  'devices.unverified': 'Sin verificar',
  'devices.unknown': 'No puede leer mensajes cifrados',
  'devices.online': 'en línea',
  'devices.lastSeen': 'último uso: {time}',
  'devices.lastSeenFrom': 'último uso: {time} desde {place}',
  'devices.neverSeen': 'aún sin usar',
  'devices.name': 'Nombre del dispositivo',
  'devices.trust': 'Confianza',
  'devices.used': 'Último uso',
  'devices.id': 'Identificador',
  'devices.fingerprint': 'Clave',
  'devices.verify': 'Verificar',
  'devices.endOthers': 'Cerrar sesión en los demás dispositivos',
  'devices.endTitle':
    '{count, plural, one {¿Cerrar sesión en este dispositivo?} other {¿Cerrar sesión en # dispositivos?}}',
  'devices.endHint':
    'Pierden el acceso al instante. Lo guardado en ellos se borra la próxima vez que se conecten.',
  'devices.ended': '{count, plural, one {Sesión cerrada} other {# sesiones cerradas}}',
  'devices.protection': 'Conservar los mensajes',
  'devices.recovery': 'Clave de recuperación',
  'devices.recoveryOn': 'Pulsa para crear otra en su lugar',
  'devices.on': 'Activada',
  'devices.off': 'Desactivada',
  'devices.backupOn':
    '{count, plural, =0 {Las claves de tus mensajes tienen una copia cifrada.} one {Falta # clave por copiar.} other {Faltan # claves por copiar.}}',
  'devices.backupOff': 'Las claves de tus mensajes están solo en tus dispositivos.',

  'keyFile.title': 'Claves de mensajes en un archivo',
  'keyFile.note':
    'Para otra aplicación. Quien tenga el archivo y su frase puede leer tus mensajes.',
  'keyFile.export': 'Exportar claves',
  'keyFile.import': 'Importar claves',
  'keyFile.passphrase': 'Frase del archivo',
  'keyFile.name': 'Claves de mensajes de Heliograph',
  'keyFile.exported': 'Se exportaron las claves',
  'keyFile.imported': 'Se importaron las claves',
};
