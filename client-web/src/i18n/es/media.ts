/** Pictures, films, sounds, files and places in messages. */
import type { media as en } from '../en/media';
import type { Translation } from '../translation';

export const media: Translation<typeof en> = {
  'media.open': 'Abrir {name}',
  'media.photoOf': 'Foto de {name}',
  'media.play': 'Reproducir',
  'media.pause': 'Pausar',
  'media.seek': 'Posición',
  'media.position': '{at} de {total}',
  'media.speed': 'Velocidad {rate}×',
  'media.mute': 'Silenciar',
  'media.unmute': 'Activar sonido',
  'media.reveal': 'Mostrar contenido oculto',
  'media.downloadFile': 'Descargar {name}',
  'media.cancel': 'Cancelar',
  'media.failed': 'No se pudo cargar',
  'media.downloadFailed': 'No se pudo descargar el archivo. Inténtalo de nuevo.',
  'media.size': '{size}',
  'media.openMap': 'Abrir en mapas',
  'media.coordinates': '{latitude}, {longitude}',
  'media.player': 'En reproducción',
  'media.stop': 'Detener',
  'media.copyCode': 'Copiar código',
  'media.foldCode': 'Mostrar todo el código',
  'media.linkWarning': 'Este enlace lleva a otro sitio',
  'media.linkWarningHint': 'Parece {shown}, pero lleva a {real}.',
  'media.linkOpen': 'Abrir de todos modos',
};
