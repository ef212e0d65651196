import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const host = process.env['HOMEPORT_URL'] ?? 'http://127.0.0.1:42424';
const source = fileURLToPath(new URL('./src', import.meta.url));

export default defineConfig({
  plugins: [
    react(),
    // light-dark() must reach the browser as it is: the theme is color-scheme, and lowering it would double every role.
    tailwindcss({ optimize: false }),
  ],
  resolve: { alias: { '@': source } },
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // The server's content security policy knows no data: address, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Uncompressed; what every page loads is held to 250 KiB compressed, and is at 185.
    chunkSizeWarningLimit: 440,
    // What changes only with a new version of a library stays in the browser's cache when we change.
    rollupOptions: { output: { manualChunks: { react: ['react', 'react-dom', 'react-router', '@tanstack/react-query'] } } },
  },
  server: {
    // The host checks Origin and Host; the development server presents itself as the host.
    proxy: Object.fromEntries(
      ['/api', '/rpc', '/ws', '/health', '/status', '/openapi'].map((path) => [
        path,
        { target: host, changeOrigin: true, ws: path === '/ws', headers: { origin: host } },
      ]),
    ),
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/shared/lib/testing/setup.ts'],
    restoreMocks: true,
    pool: 'threads',
    poolOptions: { threads: { maxThreads: 2 } },
  },
});
