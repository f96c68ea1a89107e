import { AlertBook } from './alerts/AlertBook';
import { AlertList } from './alerts/AlertList';
import { AlertStrip } from './alerts/AlertStrip';
import { Announcer } from './alerts/Announcer';
import { AnalysePanel } from './analyse/AnalysePanel';
import { api } from './api';
import { AnomalyPanel } from './beats/AnomalyPanel';
import { BeatLegend } from './beats/BeatLegend';
import type { ClassStyle } from './beats/classStyle';
import { LastBeatPanel } from './beats/LastBeatPanel';
import type { ChannelMonitor } from './channels/ChannelMonitor';
import { ChannelSet } from './channels/ChannelSet';
import { ChannelTabs } from './channels/ChannelTabs';
import { el } from './dom';
import type { SampleFrame } from './live/frames';
import type { LinkState, LiveHandlers } from './live/LiveConnection';
import { signalStatus } from './live/signalStatus';
import type { Alert, Channel, HelloEvent, LiveBeat, LiveEvent } from './model';
import { Header } from './shell/Header';
import { Session } from './shell/Session';
import { StatusFooter } from './shell/StatusFooter';
import { ThemeChoice } from './shell/theme';
import { readPalette } from './trace/palette';
import { TracePanel } from './trace/TracePanel';
import { HeartRateTrend } from './vitals/HeartRateTrend';
import { VitalTiles } from './vitals/VitalTiles';

const REFRESH_MS = 250;
const STATUS_EVERY_MS = 10_000;
const STORED_BEATS = 500;

/** The monitor page: takes what the live stream brings and keeps every part of the page up to date with it. */
export class Monitor implements LiveHandlers {
  readonly element: HTMLElement;
  readonly #theme = new ThemeChoice(() => this.#repaint());
  readonly #palette = readPalette();
  readonly #channels = new ChannelSet();
  readonly #alerts = new AlertBook();
  readonly #tabs = new ChannelTabs((index) => this.#select(index));
  readonly #session = new Session();
  readonly #header = new Header(this.#tabs.element, this.#theme.button, this.#session.element);
  readonly #trace = new TracePanel(this.#palette);
  readonly #tiles = new VitalTiles();
  readonly #lastBeat = new LastBeatPanel();
  readonly #legend = new BeatLegend();
  readonly #anomaly = new AnomalyPanel(this.#palette);
  readonly #trend = new HeartRateTrend(this.#palette);
  readonly #footer = new StatusFooter();
  readonly #announcer = new Announcer();
  readonly #strip: AlertStrip;
  readonly #alertList: AlertList;
  #link: LinkState = { phase: 'connecting', attempt: 0 };
  #selectedAlert: string | null = null;
  #greeted = false;

  constructor() {
    const look = (alert: Alert, name: string): ClassStyle => this.#channels.lookOn(alert.channel, name);
    this.#strip = new AlertStrip(this.#palette, look, () => this.#closeStrip());
    this.#alertList = new AlertList({
      open: (id) => this.#openStrip(id),
      acknowledge: async (id) => {
        this.#applyAlert(await api.acknowledge(id));
      },
      styleOf: look,
      channelName: (alert) => this.#channelName(alert),
    });
    const trend = el(
      'section',
      { class: 'panel', 'aria-labelledby': 'trend-title' },
      el('h2', { id: 'trend-title', text: 'Heart rate trend' }),
      this.#trend.element,
    );
    const beats = el('div', { class: 'details-column' }, this.#lastBeat.element, this.#legend.element);
    const analyse = new AnalysePanel((pack, name) => this.#channels.lookInPack(pack, name));
    this.element = el(
      'div',
      { class: 'page' },
      this.#header.element,
      el(
        'main',
        { class: 'monitor', id: 'monitor' },
        this.#trace.element,
        this.#tiles.element,
        this.#strip.element,
        this.#alertList.element,
        el('div', { class: 'details' }, beats, this.#anomaly.element, trend),
        analyse.element,
      ),
      this.#footer.element,
      this.#announcer.element,
    );
  }

  /** Starts drawing and refreshing; call once, when `element` is in the page. */
  start(): void {
    const frame = (nowMs: number): void => {
      this.#trace.sweep.frame(nowMs);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    setInterval(() => this.#refresh(), REFRESH_MS);
    setInterval(() => void this.#loadStatus(), STATUS_EVERY_MS);
    this.#refresh();
  }

  onLink(state: LinkState): void {
    this.#link = state;
    // A browser does not say why it was refused.
    if (state.phase === 'waiting') void this.#session.check();
    this.#refresh();
  }

  onUnreadable(error: Error): void {
    console.warn(`live stream: ${error.message}`);
    this.#footer.unreadable(this.#channels.selected?.info ?? null);
  }

  onFrame(frame: SampleFrame): void {
    const channel = this.#channels.find(frame.channel);
    if (channel === undefined) return this.onUnreadable(new Error(`samples of channel ${frame.channel}, which the agent did not announce`));
    const relaid = channel.addFrame(frame);
    if (relaid && channel === this.#channels.selected) this.#trace.sweep.show(channel);
  }

  onEvent(event: LiveEvent): void {
    switch (event.type) {
      case 'hello':
        return this.#onHello(event);
      case 'beat':
        return this.#onBeat(event);
      case 'vitals':
        return this.#channels.find(event.channel)?.addVitals(event);
      case 'alert':
        if (this.#applyAlert(event.alert) === 'new') this.#announcer.announce(event.alert);
        return;
      case 'state':
        this.#footer.setMqtt(event.mqtt);
        if (event.store !== undefined) this.#footer.setStore(event.store);
        return this.#updateChannels(event.channels);
    }
  }

  #onHello(hello: HelloEvent): void {
    this.#greeted = true;
    this.#header.setDevice(hello.device);
    this.#updateChannels(hello.channels);
    for (const vitals of hello.vitals) this.#channels.find(vitals.channel)?.addVitals(vitals);
    for (const alert of hello.alerts) this.#alerts.apply(alert);
    this.#refresh();
    void this.#loadStatus();
    void this.#session.check();
  }

  #onBeat(beat: LiveBeat): void {
    const channel = this.#channels.find(beat.channel);
    if (channel === undefined) return;
    channel.addBeat(beat);
    if (channel !== this.#channels.selected) return;
    this.#trace.sweep.beatArrived(beat.index, beat.endIndex);
    this.#tiles.beat();
  }

  #updateChannels(infos: readonly Channel[]): void {
    const shown = this.#channels.selected;
    for (const added of this.#channels.update(infos)) void this.#loadStored(added);
    const { selected } = this.#channels;
    if (selected !== null && selected !== shown) this.#trace.sweep.show(selected);
  }

  #applyAlert(alert: Alert): 'new' | 'changed' | 'ignored' {
    const outcome = this.#alerts.apply(alert);
    if (outcome !== 'ignored') this.#refreshAlerts();
    return outcome;
  }

  /** The status brings what the live stream does not: the store's counts and the time the agent started. */
  async #loadStatus(): Promise<void> {
    try {
      const status = await api.status();
      this.#footer.setStatus(status);
    } catch (error) {
      // The header shows a lost agent already; the footer keeps what was known.
      console.warn(`status: ${(error as Error).message}`);
    }
  }

  async #loadStored(channel: ChannelMonitor): Promise<void> {
    try {
      const [status, stored] = await Promise.all([api.status(), api.beats(channel.info.name, STORED_BEATS)]);
      channel.addStored(stored.items, status.startedAt);
    } catch (error) {
      // Counts and trend then start with this page, and say so by their "since".
      console.warn(`stored beats: ${(error as Error).message}`);
    }
  }

  #select(index: number): void {
    this.#channels.select(index);
    if (this.#channels.selected !== null) this.#trace.sweep.show(this.#channels.selected);
    this.#refresh();
  }

  #channelName(alert: Alert): string | null {
    if (this.#channels.all.length < 2) return null;
    return this.#channels.find(alert.channel)?.info.name ?? String(alert.channel);
  }

  #openStrip(alertId: string): void {
    this.#selectedAlert = alertId;
    this.#refreshAlerts();
  }

  #closeStrip(): void {
    const closed = this.#selectedAlert;
    this.#selectedAlert = null;
    this.#refreshAlerts();
    if (closed !== null) this.#alertList.focus(closed);
  }

  #refresh(): void {
    const nowMs = Date.now();
    const channel = this.#channels.selected;
    const { lastFrame = null, info } = channel ?? {};
    const status = signalStatus({ link: this.#link, lastFrame, source: info?.source ?? null, nowMs });
    this.#header.setStatus(status);
    this.#trace.render(channel, status);
    this.#refreshAlerts();
    if (channel === null) return;
    const live = status.kind === 'live';
    this.#tiles.render(channel, live);
    this.#lastBeat.render(channel, live);
    this.#legend.render(channel, nowMs);
    this.#anomaly.render(channel, nowMs);
    this.#trend.render(channel.heartRates);
    this.#tabs.render(this.#channels.all, channel.info.index);
    this.#footer.setChannel(channel.info);
  }

  #refreshAlerts(): void {
    this.#alertList.render(this.#alerts, this.#selectedAlert, Date.now(), this.#greeted);
    this.#strip.show(this.#selectedAlert === null ? null : (this.#alerts.get(this.#selectedAlert) ?? null));
  }

  #repaint(): void {
    const palette = readPalette();
    this.#trace.sweep.setPalette(palette);
    this.#anomaly.setPalette(palette);
    this.#trend.setPalette(palette);
    this.#strip.setPalette(palette);
  }
}
