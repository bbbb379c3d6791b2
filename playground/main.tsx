/** Starts the page. */
import { render } from 'preact';
import { App } from './app.tsx';
import { Client, type Port } from './client.ts';
import EngineWorker from './worker.ts?worker&inline';

const start = () => new EngineWorker() as unknown as Port;

render(<App quick={new Client(start)} slow={new Client(start)} />, document.getElementById('page')!);
