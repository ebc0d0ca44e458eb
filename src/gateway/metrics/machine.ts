import {monitorEventLoopDelay, performance} from 'node:perf_hooks';
import type {CounterName, GaugeName} from './figures.ts';

/** What the gateway's process takes of its machine. */
export type Machine = {
	/** What is so now, and since the last time that this was asked. `wallMs` is in ms since 1970. */
	gauges(wallMs: number): readonly {readonly name: GaugeName; readonly value: number}[];
	/** By how much each has grown since the last time that this was asked. */
	counters(): readonly {readonly name: CounterName; readonly by: number}[];
	/** Measures nothing any more. */
	close(): void;
};

/** Begins to measure this process. */
export function measureMachine(): Machine {
	const delay = monitorEventLoopDelay({resolution: everyMs});
	delay.enable();
	let worked = performance.eventLoopUtilization();
	let cpuSeconds = 0;
	return {
		gauges(wallMs) {
			const {rss, heapUsed, external} = process.memoryUsage();
			const now = performance.eventLoopUtilization();
			const {utilization} = performance.eventLoopUtilization(now, worked);
			worked = now;
			// Nothing has been measured yet: its percentiles are none.
			const late = delay.count === 0 ? null : [delay.percentile(50), delay.percentile(99), delay.max];
			delay.reset();
			const [p50 = 0, p99 = 0, max = 0] = late?.map(ns => Math.max(0, ns / 1e9 - everyMs / 1000)) ?? [];
			return [
				{name: 'process_resident_memory_bytes', value: rss},
				{name: 'nodejs_heap_size_used_bytes', value: heapUsed},
				{name: 'nodejs_external_memory_bytes', value: external},
				{name: 'process_start_time_seconds', value: Math.floor(wallMs / 1000 - process.uptime())},
				...(Number.isFinite(utilization)
					? [{name: 'nodejs_eventloop_utilization_ratio', value: utilization} as const]
					: []),
				...(late === null
					? []
					: ([
							{name: 'nodejs_eventloop_lag_p50_seconds', value: p50},
							{name: 'nodejs_eventloop_lag_p99_seconds', value: p99},
							{name: 'nodejs_eventloop_lag_max_seconds', value: max},
						] as const)),
			];
		},
		counters() {
			const {user, system} = process.cpuUsage();
			const before = cpuSeconds;
			cpuSeconds = (user + system) / 1e6;
			return [{name: 'process_cpu_seconds_total', by: cpuSeconds - before}];
		},
		close() {
			delay.disable();
		},
	};
}

/** How often a timer is looked at; each time wakes the process. */
const everyMs = 50;
