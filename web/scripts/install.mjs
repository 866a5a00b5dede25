/**
 * Installs the packages of package-lock.json, only when that file has changed since the last time.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = new URL('..', import.meta.url);
const stampFile = new URL('node_modules/.install-stamp', web);
const stamp = createHash('sha256')
  .update(readFileSync(new URL('package-lock.json', web)))
  .update(process.version)
  .digest('hex');

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'], {
    cwd: fileURLToPath(web),
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
  if (npm.status !== 0) {
    process.stderr.write('install: npm ci failed; check that the npm registry can be reached, then try again.\n');
    process.exit(1);
  }
  writeFileSync(stampFile, stamp);
}
