/** Pictures and films over the whole window. */
export const viewer = {
  'viewer.title': 'Media viewer',
  'viewer.close': 'Close',
  'viewer.previous': 'Previous',
  'viewer.next': 'Next',
  'viewer.zoomIn': 'Zoom in',
  'viewer.zoomOut': 'Zoom out',
  'viewer.rotate': 'Rotate',
  'viewer.counter': '{number} of {total}',
  'viewer.fullscreen': 'Full screen',
  'viewer.pip': 'Picture in picture',
  'viewer.showInChat': 'Show in chat',
} as const;
