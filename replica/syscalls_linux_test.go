//go:build amd64 || arm64

package replica

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// call is a system call of a traced process.
type call struct {
	number uintptr
	args   [6]uint64
	// path is that of the file that its first argument stands for, if it is one.
	path string
	// done: it is through, and did not fail; else it begins.
	done bool
}

// The parts of ptrace(2) that package syscall does not name.
const (
	ptraceGetSyscallInfo = 0x420e
	ptraceExitKill       = 0x100000
	syscallStop          = syscall.SIGTRAP | 0x80
)

// syscallInfo is what the kernel tells of a call that begins or ends.
type syscallInfo struct {
	op     uint8 // 1: it begins, 2: it ends
	_      [3]uint8
	_      uint32
	_, _   uint64
	number uint64    // of the call, when it begins
	args   [6]uint64 // when it ends, the first begins with a byte that says whether it failed
	_      [2]uint64
}

// traceCalls runs the test binary as another process, which runs this test alone, and
// shows the system calls that it makes: each of those asked for when it begins, and, if
// it does not fail, when it is through. What it prints is returned.
func traceCalls(t *testing.T, env string, numbers []uintptr, see func(pid int, c call)) string {
	t.Helper()
	runtime.LockOSThread() // One thread is the tracer.
	defer runtime.UnlockOSThread()
	out, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	p, err := os.StartProcess(os.Args[0], []string{os.Args[0], "-test.run=^" + t.Name() + "$", "-test.timeout=60s"}, &os.ProcAttr{
		Env: append(os.Environ(), env), Files: []*os.File{nil, out, out},
		Sys: &syscall.SysProcAttr{Ptrace: true, Setpgid: true, Pdeathsig: syscall.SIGKILL},
	})
	if err != nil {
		t.Skipf("no process can be traced here: %v", err)
	}
	pid := p.Pid
	_ = p.Release()
	defer time.AfterFunc(90*time.Second, func() { _ = syscall.Kill(pid, syscall.SIGKILL) }).Stop()
	wanted := make(map[uintptr]bool)
	for _, n := range numbers {
		wanted[n] = true
	}
	status := follow(t, pid, wanted, see)
	printed, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	if status != 0 {
		t.Fatalf("the traced process has ended with %d:\n%s", status, printed)
	}
	return string(printed)
}

// follow traces a process until it ends, and tells how it did.
func follow(t *testing.T, pid int, wanted map[uintptr]bool, see func(int, call)) syscall.WaitStatus {
	t.Helper()
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(pid, &status, 0, nil); err != nil || !status.Stopped() {
		t.Fatalf("it does not begin: %v (%d)", err, status)
	}
	if err := syscall.PtraceSetOptions(pid, syscall.PTRACE_O_TRACESYSGOOD|syscall.PTRACE_O_TRACECLONE|ptraceExitKill); err != nil {
		t.Fatal(err)
	}
	begun := make(map[int]call) // by thread
	for thread, signal := pid, 0; ; {
		if err := syscall.PtraceSyscall(thread, signal); err != nil && err != syscall.ESRCH {
			t.Fatal(err)
		}
		var err error
		for thread, err = syscall.Wait4(-pid, &status, syscall.WALL, nil); err == syscall.EINTR; {
			thread, err = syscall.Wait4(-pid, &status, syscall.WALL, nil)
		}
		signal = 0
		switch {
		case err != nil:
			t.Fatal(err)
		case !status.Stopped():
			if thread == pid {
				return status
			}
		case status.StopSignal() == syscallStop:
			info := infoOf(thread)
			if c, ok := begun[thread]; ok && info.op == 2 {
				if c.done = info.args[0]&0xff == 0; c.done {
					see(thread, c)
				}
			}
			delete(begun, thread)
			if number := uintptr(info.number); info.op == 1 && wanted[number] {
				c := call{number: number, args: info.args}
				c.path, _ = os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, int32(c.args[0])))
				begun[thread] = c
				see(thread, c)
			}
		case status.StopSignal() != syscall.SIGTRAP && status.StopSignal() != syscall.SIGSTOP:
			signal = int(status.StopSignal()) // It is for the process. The others come of tracing.
		}
	}
}

func infoOf(thread int) (info syscallInfo) {
	_, _, _ = syscall.RawSyscall6(syscall.SYS_PTRACE, ptraceGetSyscallInfo, uintptr(thread),
		unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0)
	return info
}

// textAt is a text in the memory of a traced process, up to its end.
func textAt(thread int, address uint64) string {
	var b strings.Builder
	for {
		var word [8]byte
		if _, err := syscall.PtracePeekData(thread, uintptr(address), word[:]); err != nil {
			return b.String()
		}
		for _, c := range word {
			if c == 0 {
				return b.String()
			}
			b.WriteByte(c)
		}
		address += uint64(len(word))
	}
}
