import type { verification as en } from '../en/verification';
import type { Translation } from '../translation';

export const verification: Translation<typeof en> = {
  'verification.titleSelf': 'Verificar un dispositivo',
  'verification.titleOther': 'Verificar a una persona',
  'verification.askedSelf':
    'Tu otro dispositivo {device} quiere que lo verifiques. ¿Lo tienes a mano?',
  'verification.askedOther':
    '{user} quiere asegurarse de que eres tú. Comparad las imágenes en persona o en una llamada.',
  'verification.start': 'Empezar',
  'verification.waiting': 'Esperando a la otra parte…',
  'verification.compare': '¿Se ven las mismas imágenes en el mismo orden en ambos lados?',
  'verification.confirmed': 'Ahora confírmalo también en el otro lado.',
  'verification.same': 'Son las mismas',
  'verification.differs': 'Son distintas',
  'verification.doneSelf': 'Listo: los dos dispositivos confían el uno en el otro.',
  'verification.doneOther': 'Listo: puedes estar seguro de que escribes con {user}.',
  'verification.cancelled.byUs': 'Has terminado la verificación. No ha cambiado nada.',
  'verification.cancelled.byThem':
    'La otra parte ha terminado la verificación. No ha cambiado nada.',
  'verification.cancelled.timeout':
    'Ha tardado demasiado. Empieza de nuevo cuando tengas ambos a mano.',
  'verification.cancelled.mismatch':
    'Las imágenes eran distintas: puede que alguien esté escuchando. Inténtalo otra vez; si se repite, no te fíes de esta conexión.',
  'verification.cancelled.elsewhere': 'Se aceptó en otro de tus dispositivos.',
  'verification.cancelled.failed': 'La verificación no ha funcionado. Inténtalo otra vez.',
  'verification.showCode': 'Deja que el otro lado escanee este código.',
  'verification.codeLabel': 'Código para la cámara del otro lado',
  'verification.scan': 'Escanear el código del otro lado',
  'verification.showInstead': 'Mostrar mi código en su lugar',
  'verification.byPictures': 'Comparar imágenes en su lugar',
  'verification.scanHint': 'Pon ante la cámara el código que muestra el otro lado.',
  'verification.camera': 'Lo que ve la cámara',
  'verification.noCamera':
    'No se pudo abrir la cámara. Permítela para esta página en el navegador o compara imágenes.',
  'verification.wasScanned': '¿Dice el otro lado que ha escaneado tu código?',
  'verification.scanned': 'Sí, lo dice',
  'verification.notScanned': 'No',
};
