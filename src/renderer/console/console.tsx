import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

/** The operator's page: it shows what main tells, and sends commands. */

const room = document.querySelector('#console');
if (room === null) throw new Error('the page has no room for the console');
createRoot(room).render(<App />);
