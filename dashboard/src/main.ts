import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/shell.css';
import './styles/trace.css';
import './styles/vitals.css';
import './styles/beats.css';
import './styles/alerts.css';
import './styles/analyse.css';
import { liveAddress } from './api';
import { Backoff } from './live/Backoff';
import { LiveConnection } from './live/LiveConnection';
import { Monitor } from './Monitor';

const monitor = new Monitor();
document.getElementById('app')!.append(monitor.element);
monitor.start();

const connection = new LiveConnection(() => new WebSocket(liveAddress(document.baseURI)), monitor, new Backoff());
connection.start();

// The browser often knows sooner than the timer that trying again is worth it.
addEventListener('online', () => connection.retryNow());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) connection.retryNow();
});
