import type { composer as en } from '../en/composer';
import type { Translation } from '../translation';

export const composer: Translation<typeof en> = {
  'composer.label': 'Mensaje',
  'composer.send': 'Enviar',
  'composer.notAllowed': 'Aquí no puedes enviar mensajes',
  'composer.attach': 'Adjuntar',
  'composer.attachMedia': 'Foto o vídeo',
  'composer.attachFile': 'Archivo',
  'composer.suggestions': 'Sugerencias',
  'composer.everybody': 'Todas las personas de aquí',
  'composer.replyTo': 'Respuesta a {name}',
  'composer.editing': 'Editar mensaje',
  'composer.cancelContext': 'Cancelar',
  'composer.saveEdit': 'Guardar el cambio',
  'composer.sendSilently': 'Enviar sin sonido',

  'format.title': 'Formato',
  'format.bold': 'Negrita',
  'format.italic': 'Cursiva',
  'format.strike': 'Tachado',
  'format.code': 'Código',
  'format.spoiler': 'Spoiler',
  'format.quote': 'Cita',
  'format.link': 'Enlace',
};
