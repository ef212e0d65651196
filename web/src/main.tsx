import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startSession } from '@/api';
import { App } from '@/app/App';
import '@/shared/ui/styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

void startSession();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
