import {expect, test} from 'vitest';
import {createPrometheus} from '../../../src/gateway/metrics/prometheus.ts';

const values = (text: string) => text.split('\n').filter(line => line !== '' && !line.startsWith('#'));

test('a figure is a line with its labels; one without a sample has none', async () => {
	const figures = createPrometheus();
	const text = await figures.text([
		{name: 'dmtop_up', labels: {}, value: 1},
		{name: 'dmtop_task_lag_seconds', labels: {task: 'a"b\\c\nd'}, value: 2.5},
	]);
	expect(values(text)).toContain('dmtop_up 1');
	expect(values(text)).toContain('dmtop_task_lag_seconds{task="a\\"b\\\\c\\nd"} 2.5');
	expect(text).toContain('# TYPE dmtop_answer_age_seconds gauge\n');
	expect(values(text).filter(line => line.startsWith('dmtop_answer_age'))).toEqual([]);
});

test('what was so at the last scrape is gone with it', async () => {
	const figures = createPrometheus();
	await figures.text([
		{name: 'dmtop_up', labels: {}, value: 1},
		{name: 'dmtop_task_lag_seconds', labels: {task: 'orders'}, value: 5},
	]);
	const text = await figures.text([]);
	expect(values(text).filter(line => /^dmtop_(up|task)/.test(line))).toEqual([]);
});

test('what is counted adds up, and is there from the start', async () => {
	const figures = createPrometheus();
	expect(values(await figures.text([]))).toContain('dmtop_operations_total{operation="stop",outcome="failed"} 0');
	figures.count('dmtop_operations_total', {operation: 'stop', outcome: 'failed'});
	figures.count('dmtop_viewer_sent_bytes_total', {}, 100);
	figures.count('dmtop_viewer_sent_bytes_total', {}, 20);
	for (const seconds of [0.02, 2, 100]) figures.observe('dmtop_poll_duration_seconds', seconds);
	expect(values(await figures.text([]))).toEqual(
		expect.arrayContaining([
			'dmtop_operations_total{operation="stop",outcome="failed"} 1',
			'dmtop_viewer_sent_bytes_total 120',
			'dmtop_poll_duration_seconds_bucket{le="0.03"} 1',
			'dmtop_poll_duration_seconds_bucket{le="3"} 2',
			'dmtop_poll_duration_seconds_bucket{le="+Inf"} 3',
			'dmtop_poll_duration_seconds_sum 102.02',
		]),
	);
});

test('two gateways of one process share nothing', async () => {
	const [one, other] = [createPrometheus(), createPrometheus()];
	one.count('dmtop_viewers_joined_total');
	expect(values(await one.text([]))).toContain('dmtop_viewers_joined_total 1');
	expect(values(await other.text([]))).toContain('dmtop_viewers_joined_total 0');
});
