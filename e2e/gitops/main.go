// Prints what GitOps tools conclude from the status of Kubernetes objects. It reads objects as JSON from its standard input, and
// prints one line for each: the status by the kstatus library, with which Flux waits, and the health by a Lua script for Argo CD.
//
//	gitops SCRIPT <objects.json
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("expected the path of a Lua script, found %d arguments", len(os.Args)-1))
	}
	script, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail(err)
	}
	objects := json.NewDecoder(os.Stdin)
	for {
		var object map[string]interface{}
		if err := objects.Decode(&object); err == io.EOF {
			return
		} else if err != nil {
			fail(err)
		}
		health, err := argo(string(script), object)
		if err != nil {
			fail(err)
		}
		found, err := kstatus(object)
		if err != nil {
			fail(err)
		}
		fmt.Println(found, health)
	}
}

// kstatus needs whole numbers as int64, as the Kubernetes client decodes them.
func kstatus(object map[string]interface{}) (status.Status, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return "", err
	}
	var decoded unstructured.Unstructured
	if err := decoded.UnmarshalJSON(text); err != nil {
		return "", err
	}
	result, err := status.Compute(&decoded)
	if err != nil {
		return "", err
	}
	return result.Status, nil
}

// argo runs a health check as Argo CD does without `useOpenLibs`: the object is the global `obj`, only the libraries base, package and
// table exist, and the script has a second.
func argo(script string, object map[string]interface{}) (string, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for _, library := range []struct {
		name string
		open lua.LGFunction
	}{{lua.LoadLibName, lua.OpenPackage}, {lua.BaseLibName, lua.OpenBase}, {lua.TabLibName, lua.OpenTable}} {
		state.Push(state.NewFunction(library.open))
		state.Push(lua.LString(library.name))
		state.Call(1, 0)
	}
	limit, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	state.SetContext(limit)
	state.SetGlobal("obj", value(state, object))
	if err := state.DoString(script); err != nil {
		return "", err
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return "", fmt.Errorf("expected the script to return a table, found %s", state.Get(-1).Type())
	}
	health := table.RawGetString("status").String()
	switch health {
	case "Healthy", "Progressing", "Degraded", "Suspended":
		return health, nil
	}
	return "", fmt.Errorf("expected Healthy, Progressing, Degraded or Suspended, found %q", health)
}

func value(state *lua.LState, from interface{}) lua.LValue {
	switch from := from.(type) {
	case map[string]interface{}:
		table := state.NewTable()
		for key, item := range from {
			table.RawSetString(key, value(state, item))
		}
		return table
	case []interface{}:
		table := state.NewTable()
		for _, item := range from {
			table.Append(value(state, item))
		}
		return table
	case string:
		return lua.LString(from)
	case float64:
		return lua.LNumber(from)
	case bool:
		return lua.LBool(from)
	}
	return lua.LNil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "gitops:", err)
	os.Exit(1)
}
