import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const server = process.env.SEGEL_URL ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [sveltekit()],
  // MapLibre 6 loads its worker as a module; see src/lib/map/maplibre.ts.
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 1200 },
  server: {
    proxy: { '/api': server, '/log/': server, '/capture': server },
    fs: { allow: ['..'] },
  },
  test: { include: ['src/**/*.test.ts', 'tests/**/*.test.mjs'], environment: 'node' },
});
