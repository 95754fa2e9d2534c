// Before the first paint: the stored choice of colours, so that a dark page never flashes white.
try {
  const theme = localStorage.getItem('heliograph.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to us: the system's choice stands.
}
