// In this folder, with a Pancake server on examples/shop/pancake.json:
//   npx vite          a server for development
//   npx vite build    the page, in dist/
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const pancakeServer = process.env.PANCAKE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022' },
  server: { proxy: { '/snapshot': pancakeServer, '/events': pancakeServer } },
});
