// Before the first paint: what was chosen for this device, so that a dark page never flashes white.
try {
  const { dataset } = document.documentElement;
  const theme = localStorage.getItem('heliograph.theme');
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  const stored = JSON.parse(localStorage.getItem('heliograph.preferences') ?? '{}');
  for (const name of ['textSize', 'density', 'wallpaper', 'accent', 'contrast', 'motion']) {
    if (/^[a-z0-9]+$/u.test(stored[name])) dataset[name] = stored[name];
  }
} catch {
  // Storage is closed to us, or holds something else: the usual choice stands.
}
