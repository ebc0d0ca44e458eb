import {EventEmitter} from 'node:events';
import {Readable} from 'node:stream';

/** A terminal that swallows what is written and tells when: `written()` resolves at the next frame. */
export function createSink(columns = 120, rows = 40) {
	let resolve = () => {};
	const stdout = Object.assign(new EventEmitter(), {
		columns,
		rows,
		isTTY: true,
		write(...args) {
			resolve(performance.now());
			const done = args.find(argument => typeof argument === 'function');
			if (done !== undefined) setImmediate(done);
			return true;
		},
	});
	const stdin = Object.assign(new Readable({read() {}}), {
		isTTY: true,
		setRawMode: () => stdin,
		ref: () => stdin,
		unref: () => stdin,
	});
	return {
		stdout,
		stdin,
		written: () =>
			new Promise(settle => {
				resolve = settle;
			}),
	};
}

const options = {exitOnCtrlC: false, interactive: true, maxFps: 30};

/** Our screen: `send` one or more events, and get the time until the frame was written. */
export function createScreen({createStore, update, initialModel, screenLines, ...stages}) {
	const {createFrames, createFrameWriter, render, createElement, App, topics} = stages;
	const sink = createSink();
	let flush = () => {};
	const store = createStore({
		initial: initialModel({size: {columns: 120, rows: 40}, colours: true, title: null, nowMs: Date.now()}),
		update,
		perform: () => {},
		haste: event => (event.type === 'link' || event.type === 'tick' ? 'soon' : 'now'),
		clock: {
			now: () => performance.now(),
			after(_, work) {
				flush = work;
				return () => {
					flush = () => {};
				};
			},
		},
	});
	const frameOf = createFrames();
	const frame = () => frameOf(store.read());
	const app = createElement(App, {subscribe: store.subscribe, frame});
	const instance = render(app, {
		...options,
		stdout: createFrameWriter(sink.stdout, {dropSync: false}).stream,
		stdin: sink.stdin,
	});
	return {
		lines: () => screenLines(store.read()),
		hasTable: () => frame().parts.some(({type}) => type === 'table'),
		topics: () => topics(store.read()),
		read: store.read,
		async send(events) {
			const written = sink.written();
			const startedMs = performance.now();
			for (const event of events) store.send(event);
			flush();
			return (await written) - startedMs;
		},
		end: () => instance.unmount(),
	};
}

/** The bare screen: `show` rows, and get the time until the frame was written. */
export function createBare({Bare, createFrameWriter, render, createElement}, first) {
	const sink = createSink();
	const listeners = new Set();
	let rows = first;
	const subscribe = listener => {
		listeners.add(listener);
		return () => listeners.delete(listener);
	};
	const app = createElement(Bare, {subscribe, rows: () => rows});
	const instance = render(app, {
		...options,
		stdout: createFrameWriter(sink.stdout, {dropSync: false}).stream,
		stdin: sink.stdin,
	});
	return {
		async show(lines) {
			const written = sink.written();
			const startedMs = performance.now();
			rows = lines;
			for (const listener of listeners) listener();
			return (await written) - startedMs;
		},
		end: () => instance.unmount(),
	};
}
