/** Calls between two people. */
import type { calls as en } from '../en/calls';
import type { Translation } from '../translation';

export const calls: Translation<typeof en> = {
  'calls.voice': 'Llamar',
  'calls.video': 'Videollamada',
  'calls.screen': 'Llamada con {name}',
  'calls.incoming': 'Llamada…',
  'calls.incomingVideo': 'Videollamada…',
  'calls.asking': 'Esperando el micrófono…',
  'calls.ringing': 'Sonando…',
  'calls.connecting': 'Conectando…',
  'calls.interrupted': 'Reconectando…',
  'calls.weak': 'Conexión débil',
  'calls.otherMuted': '{name} está en silencio',
  'calls.accept': 'Aceptar',
  'calls.acceptVideo': 'Aceptar con vídeo',
  'calls.decline': 'Rechazar',
  'calls.hangUp': 'Colgar',
  'calls.mute': 'Silenciar',
  'calls.unmute': 'Activar micrófono',
  'calls.cameraOn': 'Encender la cámara',
  'calls.cameraOff': 'Apagar la cámara',
  'calls.share': 'Compartir pantalla',
  'calls.shareEnd': 'Dejar de compartir',
  'calls.minimise': 'Volver a los chats',
  'calls.maximise': 'Mostrar la llamada',
  'calls.self': 'Tu cámara',
  'calls.end.hungUp': 'Llamada finalizada',
  'calls.end.declined': '{name} rechazó la llamada',
  'calls.end.noAnswer': 'Sin respuesta',
  'calls.end.elsewhere': 'Atendida en otro dispositivo',
  'calls.end.failed': 'La llamada falló. Vuelve a llamar.',
  'calls.end.noMicrophone': 'No se encontró ningún micrófono. Conecta uno y vuelve a llamar.',
  'calls.end.refused':
    'El navegador no puede usar el micrófono. Permítelo junto a la dirección y vuelve a llamar.',
  'calls.noCamera': 'No se pudo usar la cámara. Puede que esté en uso en otro lugar.',
};
