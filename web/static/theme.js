// Before the first paint: the colours this person chose, or those of the system, also when it changes.
const systemDark = matchMedia('(prefers-color-scheme: dark)');
function settleTheme() {
  let chosen = null;
  try {
    chosen = localStorage.getItem('segel.theme');
  } catch {
    // Storage is closed to this page: follow the system.
  }
  document.documentElement.dataset.theme = chosen ?? (systemDark.matches ? 'dark' : 'light');
  dispatchEvent(new Event('segel-theme'));
}
settleTheme();
systemDark.addEventListener('change', settleTheme);
