import type { voice as en } from '../en/voice';
import type { Translation } from '../translation';

export const voice: Translation<typeof en> = {
  'voice.record': 'Grabar un mensaje de voz',
  'voice.recording': 'Grabando',
  'voice.pause': 'Pausa',
  'voice.resume': 'Seguir grabando',
  'voice.cancel': 'Descartar la grabación',
  'voice.name': 'Mensaje de voz',
  'voice.refused':
    'El micrófono está bloqueado. Permítelo para esta página en los ajustes del navegador y vuelve a intentarlo.',
  'voice.noMicrophone': 'No se ha encontrado ningún micrófono. Conecta uno y vuelve a intentarlo.',
};
