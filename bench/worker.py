"""Functions for the measurements: find programs, pin and time processes, and call a worker by the worker protocol."""
import argparse
import base64
import contextlib
import http.client
import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

BENCH = pathlib.Path(__file__).resolve().parent
WORK = BENCH / '.work'
JAR = BENCH.parent / 'loadgen-image' / 'target' / 'loadgen-image.jar'
JVM_OPTIONS = BENCH.parent / 'loadgen-image' / 'jvm.options'
HOST = '127.0.0.1'
HTTP, HTTPS = f'http://{HOST}:18080', f'https://{HOST}:18443'
TICKS = os.sysconf('SC_CLK_TCK')
RIDE = {'name': 'ride', 'weight': 1, 'expect': {'status': ['200']},
        'request': {'method': 'POST', 'path': '/predict', 'body': {'ride': {'drop': 0}}}}


def fail(message):
    sys.exit(f'bench/{pathlib.Path(sys.argv[0]).name}: {message}')


def find(program, package):
    found = shutil.which(program, path=os.environ['PATH'] + ':/usr/sbin')
    if not found and os.geteuid() == 0 and shutil.which('apt-get'):
        subprocess.run(['apt-get', 'install', '-y', '-q', package], check=True, stdout=sys.stderr)
        found = shutil.which(program, path=os.environ['PATH'] + ':/usr/sbin')
    return found or fail(f'expected {program}, found none; install {package}')


def find_k6():
    k6 = WORK / 'k6'
    if not k6.exists():
        go = shutil.which('go') or fail('expected go to make k6 with, found none; install Go, or pass --no-k6')
        subprocess.run([go, 'install', 'go.k6.io/k6@latest'], check=True, env={**os.environ, 'GOBIN': str(WORK)})
    return str(k6)


def find_java(given):
    homes = [given, os.environ.get('JAVA_HOME')] + sorted(map(str, pathlib.Path('/usr/lib/jvm').glob('*25*')))
    for home in filter(None, homes):
        java = pathlib.Path(home) / 'bin' / 'java'
        if java.exists() and re.search(r'version "(2[5-9]|[3-9]\d)',
                                       subprocess.run([java, '-version'], capture_output=True, text=True).stderr):
            return str(java)
    fail('expected a JDK 25 or newer, found none; set JAVA_HOME or pass --java-home')


def cpu_times(pid):
    """CPU seconds of the process in user mode and in kernel mode."""
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
    return int(fields[11]) / TICKS, int(fields[12]) / TICKS


def cpu_seconds(pid):
    return sum(cpu_times(pid))


def pinned(core, command, **more):
    return subprocess.Popen(['taskset', '-c', str(core), *map(str, command)], **more)


@contextlib.contextmanager
def image_root(image):
    """The root directory of an image, unpacked as for a container, and the image's entrypoint. Needs root."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        root.chmod(0o755)
        with tarfile.open(image) as archive:
            for layer in json.load(archive.extractfile('manifest.json'))[0]['Layers']:
                with tarfile.open(fileobj=archive.extractfile(layer)) as files:
                    files.extractall(root, filter='fully_trusted')
            entry = json.load(archive.extractfile('config.json'))['config']['Entrypoint']
        for name in ('proc', 'dev', 'tmp'):
            (root / name).mkdir(exist_ok=True)
        (root / 'tmp').chmod(0o1777)
        subprocess.run(['mount', '--bind', '/proc', root / 'proc'], check=True)
        subprocess.run(['mount', '--bind', '/dev', root / 'dev'], check=True)
        try:
            yield root, entry
        finally:
            subprocess.run(['umount', root / 'dev', root / 'proc'], check=True)


class Window:
    """CPU seconds of a process over the middle of its run, and the kernel's share of them."""

    def __init__(self, pid, skip, seconds):
        time.sleep(skip)
        begun, (user, system) = time.monotonic(), cpu_times(pid)
        time.sleep(seconds)
        user, system = (after - before for after, before in zip(cpu_times(pid), (user, system)))
        self.cpu = user + system
        self.kernel = system / self.cpu
        self.seconds = time.monotonic() - begun


def memory(pid, what='VmRSS'):
    """Resident memory in MiB; the field VmHWM is its maximum so far."""
    return int(re.search(rf'{what}:\s+(\d+)', pathlib.Path(f'/proc/{pid}/status').read_text())[1]) // 1024


class Worker:
    """One worker process, pinned to a core, for the target at `url`."""

    def __init__(self, options, url=HTTP):
        self.token = secrets.token_hex(16)
        command = [find_java(options.java_home), *options.jvm.split(), '-jar', JAR, '--until-stdin-closes',
                   '--allowed-cidrs', '127.0.0.0/8', *(['--tls'] if url == HTTPS else [])]
        self.process = pinned(options.core, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                              env={**os.environ, 'FARESWARM_TOKEN': self.token})
        line = self.process.stdout.readline()
        self.port = int(line.rsplit(':', 1)[1]) if line else fail('the worker did not start')

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        connection.request(method, path, json.dumps(body) if body is not None else None,
                           {'Authorization': f'Bearer {self.token}'})
        response = connection.getresponse()
        result = json.loads(response.read())
        connection.close()
        if response.status != 200:
            fail(f'{method} {path} responded with {response.status}: {result}')
        return result

    def prepare(self, load, url, seconds, warmup=2, task=RIDE, worker=0, workers=1, graceful=1):
        """Assigns a slice, and waits until the worker is ready. `status` is then the worker's latest status."""
        self.status = self.call('PUT', '/slice', {
            'run': {'id': 'bench/1', 'namespace': 'bench', 'loadTest': 'load', 'number': 1},
            'share': {'index': worker, 'count': workers},
            'target': {'url': url, 'timeoutMillis': 10000, 'tls': {'insecureSkipVerify': True} if url == HTTPS else None},
            'timing': {'warmupMillis': warmup * 1000, 'durationMillis': seconds * 1000,
                       'gracefulStopMillis': graceful * 1000},
            'workload': {'load': load, 'tasks': [task], 'seed': 42}})
        self.await_ready()

    def await_ready(self):
        self.status = self.call('GET', '/report?after=-1')['status']
        while not self.status['ready']:
            time.sleep(0.1)
            self.status = self.call('GET', '/report?after=-1')['status']

    def start(self, ahead=0.2):
        """Schedules the start of the run some seconds ahead."""
        now = self.call('GET', '/report?after=-1')['status']['clockNanos']
        self.call('POST', '/start', {'run': 'bench/1', 'startNanos': now + int(ahead * 1e9)})

    def finished(self):
        """Waits for the final report and returns it. Fails if a request failed."""
        report = self.call('GET', '/report?after=-1')
        while report['status']['state'] != 'Finished':
            time.sleep(0.2)
            report = self.call('GET', '/report?after=-1')
        total, = report['total']['tasks']
        if total['counts']['failures'] or total['counts']['statuses'] != {'200': total['latency']['count']}:
            fail(f'the worker met errors: {report["total"]["errors"]}')
        return report, total

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


def percentile(histogram, share):
    """Percentiles in ms of a report's histogram, which is HdrHistogram's V2 encoding of microseconds with three digits."""
    if histogram['count'] <= 1:
        return histogram['minMicros'] / 1000
    payload, counts, at = base64.b64decode(histogram['histogram'])[40:], [], 0
    while at < len(payload):
        value = shift = 0
        for index in range(9):
            byte = payload[at]
            at += 1
            value |= (byte if index == 8 else byte & 0x7F) << shift
            shift += 7
            if index == 8 or not byte & 0x80:
                break
        value = (value >> 1) ^ -(value & 1)
        counts.extend([0] * -value if value < 0 else [value])
    wanted = max(1, round(sum(counts) * share / 100))
    seen = 0
    for index, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            bucket, sub = (0, index) if index < 2048 else (index // 1024 - 1, index % 1024 + 1024)
            return ((sub + 1) << bucket) / 1000
    return 0.0


def start_nginx(options):
    """nginx with a fixed response at HTTP and at HTTPS, there with a P-256 key and a certificate that nobody verifies."""
    if not (WORK / 'target.crt').exists():
        subprocess.run([find('openssl', 'openssl'), 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                        '-subj', f'/CN={HOST}', '-days', '3650', '-keyout', WORK / 'target.key', '-out', WORK / 'target.crt'],
                       check=True, stderr=subprocess.DEVNULL)
    process = pinned(options.target_core, [find('nginx', 'nginx-light'), '-p', WORK, '-e', 'stderr', '-c',
                                           BENCH / 'nginx.conf'])
    time.sleep(0.5)
    return process


def arguments(description):
    """An argument parser with the options of all measurements of workers."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument('--core', type=int, default=0, help='core of the load generators')
    parser.add_argument('--target-core', type=int, default=1, help='core of the target')
    parser.add_argument('--java-home', help='of a JDK 25')
    parser.add_argument('--jvm', default=f'@{JVM_OPTIONS}', help='the worker\'s JVM flags')
    return parser


def parsed(parser):
    options = parser.parse_args()
    if not JAR.exists():
        fail(f'expected the built worker {JAR}, found none; run mvn package')
    if options.core not in os.sched_getaffinity(0) or options.target_core not in os.sched_getaffinity(0):
        fail('expected two cores for --core and --target-core, found ' + str(os.sched_getaffinity(0)))
    WORK.mkdir(exist_ok=True)
    return options
